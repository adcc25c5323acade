"""What people write, made safe before it is stored."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from common import html
from tickets.errors import EmptyMessageError

MAX_TEXT = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """A body as it came; one of `html` and `text` is enough. `quoted_html` is what a mail quoted."""

    html: str = ""
    text: str = ""
    quoted_html: str = ""


class _Ready(Content):
    """A body that `prepare` has made safe: it need not be read again."""

    __slots__ = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class NewFile:
    """A file that comes with a message. The type is found from the bytes, whatever was claimed."""

    name: str
    content: bytes
    content_id: str = ""


def prepare(content: Content, *, may_be_empty: bool = False) -> Content:
    """Sanitized HTML and readable text, both there. Raises EmptyMessageError."""
    if isinstance(content, _Ready):
        return content
    text = content.text.replace("\0", "").strip()[:MAX_TEXT]
    body = html.sanitize(content.html.replace("\0", "")) if content.html.strip() else ""
    if not text and body:
        text = html.to_text(body)
    if not text and "<img" not in body and not may_be_empty:
        raise EmptyMessageError(_("There is no text yet. Write something or add a file."))
    quoted = html.sanitize(content.quoted_html) if content.quoted_html else ""
    return _Ready(html=body or html.from_text(text), text=text, quoted_html=quoted)
