"""What higher apps register here: who handles mail, who hears what became of one, and reasons."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from django.utils.translation import gettext_lazy as _

from common.text import Text
from mail import classify
from mail.classify import Classification
from mail.models import InboundMail
from mail.parsing import ParsedMail


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a mail became. `reason` is a registered code, `data` fills its sentence.

    With `is_ignored` it became nothing, and what the handler wrote about that stays: `Refuse` undoes it.
    """

    kind: str
    id: int
    reason: str
    data: Mapping[str, str] = field(default_factory=dict)
    is_ignored: bool = False


@dataclass(frozen=True, slots=True)
class Delivery:
    """What became of a queued mail; `recipients` are those who did not get it, or all when it was sent."""

    owner_kind: str
    owner_id: int
    mail_id: int
    state: Literal["sent", "failed", "retrying"]
    recipients: tuple[str, ...]
    said: str
    permanent: bool


Handler = Callable[[ParsedMail, InboundMail, Classification], Outcome]
Prepare = Callable[[ParsedMail, InboundMail, Classification], None]
Listener = Callable[[Delivery], None]


@dataclass(frozen=True, slots=True)
class InboundHandler:
    handle: Handler
    prepare: Prepare | None = None


_handlers: list[InboundHandler] = []
_listeners: dict[str, Listener] = {}
_reasons: dict[str, Text] = {
    **classify.SENTENCES,
    "mail.error": _("It could not be handled: %(error)s"),
    "mail.no_handler": _("Nothing is set up yet that handles mail."),
    "mail.too_large": _(
        "It is too large (%(size)s bytes); only its head was fetched. It lies on the server."
    ),
    "mail.ignored_by": _("%(name)s decided that nothing need be done."),
}


def inbound_handler(handle: Handler, *, prepare: Prepare | None = None) -> None:
    """Registers the one who makes something of each mail; the last one counts.

    `handle` runs in one unit with the change of the mail's row; `prepare` before it, outside any transaction.
    """
    _handlers[:] = [InboundHandler(handle, prepare)]


def handler() -> InboundHandler | None:
    """The registered handler."""
    return _handlers[0] if _handlers else None


def delivery_listener(kind: str, listener: Listener) -> None:
    """Registers who hears about mails of this owner kind, in the transaction that changes the mail."""
    _listeners[kind] = listener


def tell(delivery: Delivery) -> None:
    """Tells the owner's app, if it listens."""
    listener = _listeners.get(delivery.owner_kind)
    if listener is not None:
        listener(delivery)


def reason(code: str, sentence: Text) -> None:
    """Registers the sentence of a reason; %(name)s is filled from the reason's data."""
    _reasons[code] = sentence


def known(code: str) -> bool:
    """Is there a sentence for this code?"""
    return code in _reasons


class _Gaps(dict[str, str]):
    def __missing__(self, key: str) -> str:
        return "…"


def sentence(code: str, data: Mapping[str, object]) -> str:
    """The reason in words, in the language of the reader."""
    template = str(_reasons.get(code, "")) or code
    return template % _Gaps({key: str(value) for key, value in data.items()})
