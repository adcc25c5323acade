"""The conversation of a ticket: what people wrote, and between it what the system did, by time."""

from dataclasses import dataclass, field
from datetime import datetime

from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tickets.models import Attachment, Message
from tickets.selectors import HistoryLine
from tickets.selectors.rows import Person
from tickets.templatetags.bodies import Body, body_of
from tickets.views.agent.whys import why_sentence

_TOLD_BY_MESSAGE = frozenset({"message.in", "message.out", "message.forwarded", "comment.added"})
_SHOWN_FIRST = 3
_PICTURES = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp"})


@dataclass(frozen=True, slots=True)
class FileView:
    name: str
    size: int
    url: str
    thumb_url: str


@dataclass(frozen=True, slots=True)
class Delivery:
    """Where a message out is: `state` as Message.Delivery."""

    message_id: int
    state: str
    to: str
    error: str
    seconds: int


def delivery_of(message: Message) -> Delivery:
    """For the head of a message; its part of the page is replaced when the state changes."""
    seconds = 0
    if message.delivery == Message.Delivery.QUEUED and message.send_after is not None:
        seconds = max(0, int((message.send_after - timezone.now()).total_seconds()))
    to = ", ".join(name or address for name, address in message.to[:3])
    return Delivery(message.pk, message.delivery, to, message.delivery_error, seconds)


@dataclass(frozen=True, slots=True)
class MessageView:
    """`css` is agent, note or nothing."""

    message: Message
    author: Person
    css: str
    flag: str
    detail: str
    body: Body
    files: list[FileView]
    why: SafeString | str
    delivery: Delivery | None
    is_message: bool = True


@dataclass(frozen=True, slots=True)
class EventView:
    """What the system did; several in a row fold into one line."""

    lines: list[HistoryLine] = field(default_factory=list)
    is_message: bool = False

    @property
    def at(self) -> datetime:
        return self.lines[0].at

    @property
    def summary(self) -> SafeString:
        """The first few, joined."""
        count = len(self.lines)
        head = ngettext("%(count)s event", "%(count)s events", count) % {"count": count}
        told = format_html_join(", ", "{}", ((line.sentence,) for line in self.lines[:_SHOWN_FIRST]))
        return format_html("{}: {}{}", head, told, " …" if count > _SHOWN_FIRST else "")


def thread(messages: list[Message], lines: list[HistoryLine]) -> list[MessageView | EventView]:
    """Messages and events together."""
    found: list[MessageView | EventView] = []
    events = [line for line in lines if line.action not in _TOLD_BY_MESSAGE]
    at = 0
    for message in messages:
        while at < len(events) and events[at].at <= message.created_at:
            _add_event(found, events[at])
            at += 1
        found.append(view_of(message))
    for line in events[at:]:
        _add_event(found, line)
    return found


def _add_event(found: list[MessageView | EventView], line: HistoryLine) -> None:
    if found and isinstance(found[-1], EventView):
        found[-1].lines.append(line)
    else:
        found.append(EventView([line]))


def view_of(message: Message) -> MessageView:
    """One message, ready to be drawn."""
    name = message.author_name or message.author_email or _("Unknown sender")
    body = body_of(message)
    return MessageView(
        message,
        Person(message.author_id or 0, name),
        "note" if message.is_comment else "agent" if message.by_agent else "",
        _flag(message),
        "" if message.by_agent else message.author_email,
        body,
        [_file(file, url) for file, url in body.files],
        "" if message.by_agent else why_sentence(message),
        delivery_of(message) if message.delivery else None,
    )


def _file(file: Attachment, url: str) -> FileView:
    return FileView(file.name, file.size, url, url if file.content_type in _PICTURES else "")


def _flag(message: Message) -> str:
    if message.why.get("code") == "forwarded":
        return _("Forwarded. The customer never sees this")
    if message.kind == Message.Kind.GENERAL:
        return _("Internal comment. The customer never sees this")
    if message.is_comment:
        kind = Message.Kind(message.kind).label
        return _("%(kind)s. The customer never sees this") % {"kind": kind}
    return ""
