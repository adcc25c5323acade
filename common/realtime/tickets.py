"""The signed ticket of a stream: an ordinary request authorizes, the stream only checks the signature."""

from dataclasses import dataclass

from django.core import signing

from common.realtime.rows import position

SECONDS = 60
_SALT = "common.realtime"


class BadTicketError(Exception):
    """The ticket is not ours, or older than a minute."""


@dataclass(frozen=True, slots=True)
class StreamTicket:
    """Who may listen to what, and from which signal on."""

    user_id: int
    channels: tuple[str, ...]
    since: int = 0


def issue(user_id: int, channels: list[str], *, since: int | None = None) -> str:
    """A ticket for these channels; the caller has checked that the person may hear them.

    `since` is the `position()` when the page was made; by default it is now.
    """
    start = position() if since is None else since
    return signing.dumps({"u": user_id, "c": channels, "s": start}, salt=_SALT, compress=True)


def open_ticket(text: str) -> StreamTicket:
    """Raises BadTicketError."""
    try:
        data = signing.loads(text, salt=_SALT, max_age=SECONDS)
        channels = tuple(str(channel) for channel in data["c"])
        return StreamTicket(int(data["u"]), channels, int(data["s"]))
    except (signing.BadSignature, KeyError, TypeError, ValueError) as error:
        raise BadTicketError("The stream's ticket is not valid any more.") from error
