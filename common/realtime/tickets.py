"""The signed ticket of a stream: an ordinary request authorizes, the stream only checks the signature."""

from dataclasses import dataclass

from django.core import signing

SECONDS = 60
_SALT = "common.realtime"


class BadTicketError(Exception):
    """The ticket is not ours, or older than a minute."""


@dataclass(frozen=True, slots=True)
class StreamTicket:
    """Who may listen to what."""

    user_id: int
    channels: tuple[str, ...]


def issue(user_id: int, channels: list[str]) -> str:
    """A ticket for these channels; the caller has checked that the person may hear them."""
    return signing.dumps({"u": user_id, "c": channels}, salt=_SALT, compress=True)


def open_ticket(text: str) -> StreamTicket:
    """Raises BadTicketError."""
    try:
        data = signing.loads(text, salt=_SALT, max_age=SECONDS)
        return StreamTicket(int(data["u"]), tuple(str(channel) for channel in data["c"]))
    except (signing.BadSignature, KeyError, TypeError, ValueError) as error:
        raise BadTicketError("The stream's ticket is not valid any more.") from error
