"""What mail publishes: an account that begins to fail, a mail that could not be used or delivered."""

from dataclasses import dataclass, fields
from typing import Any, ClassVar

from events.facts import Fact


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountFailed(Fact):
    """Base: an account of a department or brand begins to fail. Once a crossing, not at each try."""

    item_kind: ClassVar[str] = "mail_account"
    item_field: ClassVar[str] = "accountId"

    accountId: int  # noqa: N815 - the names on the wire
    accountAddress: str  # noqa: N815
    server: str
    departmentId: int  # noqa: N815
    departmentName: str  # noqa: N815
    brandId: int  # noqa: N815
    brandName: str  # noqa: N815
    failures: int
    error: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PopConnectionFailed(AccountFailed):
    event_id: ClassVar[int] = 509000


@dataclass(frozen=True, slots=True, kw_only=True)
class PopLoginFailed(AccountFailed):
    event_id: ClassVar[int] = 509001


@dataclass(frozen=True, slots=True, kw_only=True)
class PopDownloadFailed(AccountFailed):
    event_id: ClassVar[int] = 509002

    messages: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PopImportFailed(AccountFailed):
    """A mail was fetched, but nothing could be made of it; it is kept."""

    event_id: ClassVar[int] = 509003

    from_: str
    mailSubject: str  # noqa: N815
    inboundId: int  # noqa: N815

    def args(self) -> dict[str, Any]:
        values = {item.name: getattr(self, item.name) for item in fields(self)}
        return {name.rstrip("_"): value for name, value in values.items()}


@dataclass(frozen=True, slots=True, kw_only=True)
class SmtpConnectionFailed(AccountFailed):
    event_id: ClassVar[int] = 510000
    item_kind: ClassVar[str] = "smtp_account"


@dataclass(frozen=True, slots=True, kw_only=True)
class SmtpLoginFailed(AccountFailed):
    event_id: ClassVar[int] = 510001
    item_kind: ClassVar[str] = "smtp_account"


@dataclass(frozen=True, slots=True, kw_only=True)
class SmtpDeliveryFailed(AccountFailed):
    """A mail was given up."""

    event_id: ClassVar[int] = 510002
    item_kind: ClassVar[str] = "smtp_account"

    recipient: str
    mailSubject: str  # noqa: N815
    outboundId: int  # noqa: N815
    ticketNumber: str  # noqa: N815
