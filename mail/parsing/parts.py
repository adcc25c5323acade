"""The values a mail is parsed into."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from email.message import Message


@dataclass(frozen=True, slots=True)
class Address:
    """`email` is never empty; its domain is in lower case."""

    name: str
    email: str

    def __str__(self) -> str:
        return f"{self.name} <{self.email}>" if self.name else self.email


@dataclass(frozen=True, slots=True)
class Attachment:
    """`content_type` was read from the bytes; what the sender claimed is not kept."""

    name: str
    content_type: str
    content: bytes = field(repr=False)
    content_id: str = ""
    inline: bool = False


@dataclass(frozen=True, slots=True)
class ParsedMail:
    """Ids are without angle brackets; strings hold no NUL and no lone surrogate: any database stores them."""

    message_id: str
    in_reply_to: tuple[str, ...]
    references: tuple[str, ...]
    sender: Address | None
    reply_to: tuple[Address, ...]
    to: tuple[Address, ...]
    cc: tuple[Address, ...]
    subject: str
    date: datetime | None
    text: str
    html: str
    new_text: str
    new_html: str
    quoted_text: str
    attachments: tuple[Attachment, ...]
    headers: Mapping[str, tuple[str, ...]]
    defects: tuple[str, ...]
    size: int
    source: Message = field(repr=False, compare=False)

    @property
    def answer_to(self) -> Address | None:
        """Whom an answer goes to: the first Reply-To, else the sender."""
        return self.reply_to[0] if self.reply_to else self.sender

    def header(self, name: str) -> str:
        """The first value of a header of interest, "" when it is not there."""
        values = self.headers.get(name.lower(), ())
        return values[0] if values else ""
