"""The conversation of a ticket: what people wrote, and between it what the system did, by time."""

from dataclasses import dataclass, field
from html import escape

from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from common.templatetags import parts
from tickets.models import Attachment, Message
from tickets.selectors import HistoryLine
from tickets.selectors.presence import Person
from tickets.templatetags.bodies import Body, body_of
from tickets.views.agent.moments import Clock
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
    age: str
    body: Body
    files: list[FileView]
    why: SafeString | str
    delivery: Delivery | None
    is_message: bool = True


@dataclass(frozen=True, slots=True)
class EventView:
    """What the system did; several in a row fold into one line. `rows` are drawn."""

    lines: list[HistoryLine] = field(default_factory=list)
    rows: list[SafeString] = field(default_factory=list)
    is_message: bool = False

    @property
    def summary(self) -> SafeString:
        """The first few, joined."""
        count = len(self.lines)
        head = ngettext("%(count)s event", "%(count)s events", count) % {"count": count}
        told = format_html_join(", ", "{}", ((line.sentence,) for line in self.lines[:_SHOWN_FIRST]))
        return format_html("{}: {}{}", head, told, " …" if count > _SHOWN_FIRST else "")


_EVENT = '<div class="hd-event" id="e{}">{}<span>{}{}</span>{}</div>'
_LINE = '<li><span>{}</span><small class="muted">{}{}</small></li>'


def history_rows(lines: list[HistoryLine], clock: Clock) -> list[SafeString]:
    """The history, newest first, drawn."""
    return [
        mark_safe(  # noqa: S308  # sentences are escaped, names here
            _LINE.format(line.sentence, f"{escape(line.actor)} · " if line.actor else "", clock.age(line.at))
        )
        for line in reversed(lines)
    ]


def _event(line: HistoryLine, clock: Clock) -> SafeString:
    by = f" · {escape(line.actor)}" if line.actor else ""
    drawn = _EVENT.format(line.id, parts.icon("circle-dot", "i-s"), line.sentence, by, clock.age(line.at))
    return mark_safe(drawn)  # noqa: S308  # sentences are escaped, names here


def thread(messages: list[Message], lines: list[HistoryLine], clock: Clock) -> list[MessageView | EventView]:
    """Messages and events together; sticky comments stand over all."""
    sticky = [message for message in messages if message.kind == Message.Kind.STICKY]
    found: list[MessageView | EventView] = [view_of(message, clock) for message in sticky]
    events = [line for line in lines if line.action not in _TOLD_BY_MESSAGE]
    at = 0
    for message in messages:
        while at < len(events) and _is_before(events[at], message):
            _add_event(found, events[at], clock)
            at += 1
        if message.kind != Message.Kind.STICKY:
            found.append(view_of(message, clock))
    for line in events[at:]:
        _add_event(found, line, clock)
    return found


def _is_before(line: HistoryLine, message: Message) -> bool:
    """What a message brought about stands under it, what a customer's message changed over it."""
    if message.by_agent and message.seq > 1:
        return line.at < message.created_at
    return line.at <= message.created_at


def _add_event(found: list[MessageView | EventView], line: HistoryLine, clock: Clock) -> None:
    last = found[-1] if found else None
    if not isinstance(last, EventView):
        last = EventView()
        found.append(last)
    last.lines.append(line)
    last.rows.append(_event(line, clock))


def view_of(message: Message, clock: Clock) -> MessageView:
    """One message, ready to be drawn."""
    name = message.author_name or message.author_email or _("Unknown sender")
    body = body_of(message)
    return MessageView(
        message,
        Person(message.author_id or 0, name),
        "note" if message.is_comment else "agent" if message.by_agent else "",
        _flag(message),
        "" if message.by_agent else message.author_email,
        mark_safe(clock.age(message.created_at)),  # noqa: S308
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
