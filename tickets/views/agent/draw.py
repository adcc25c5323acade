"""Lines of lists as templates want them: every glyph is drawn once a page, every line holds finished text."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache

from django.utils import timezone
from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from common.templatetags import parts, times
from tickets.models import Priority, Status, Ticket
from tickets.selectors.desk import Desk
from tickets.selectors.rows import Looker, TicketLine
from tickets.selectors.state import ListState

STATUS_NAMES = {
    int(Status.ACTIVE): "active",
    int(Status.WAITING): "waiting",
    int(Status.CLOSED): "closed",
    int(Status.LOCKED): "locked",
}
PRIORITY_NAMES = {
    int(Priority.LOW): "low",
    int(Priority.NORMAL): "normal",
    int(Priority.HIGH): "high",
    int(Priority.URGENT): "urgent",
}
_SECTIONS = {
    "today": _("Today"),
    "yesterday": _("Yesterday"),
    "week": _("Last seven days"),
    "earlier": _("Earlier"),
    "p4": _("Urgent"),
    "p3": _("High"),
    "p2": _("Normal"),
    "p1": _("Low"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One row, ready to be printed."""

    id: int
    number: str
    subject: str
    href: str
    classes: str
    glyphs: SafeString
    tags: SafeString
    who: str
    snippet: str
    lookers: SafeString
    owner: SafeString
    group: str
    age: SafeString


@dataclass(frozen=True, slots=True)
class Section:
    """Lines under one heading; `label` is "" where a page goes on under the heading before."""

    key: str
    label: str
    lines: list[Line]


def status_name(line_status: int, shelf: int) -> str:
    """The glyph of a ticket: where it lies counts before its status."""
    if shelf == Ticket.Shelf.SPAM:
        return "spam"
    return "deleted" if shelf == Ticket.Shelf.DELETED else STATUS_NAMES[line_status]


@lru_cache(maxsize=256)
def _glyphs(status: str, priority: str, language: str) -> SafeString:
    return mark_safe(parts.status(status) + parts.priority(priority))  # noqa: S308  # both are safe


def glyphs(status: int, shelf: int, priority: int) -> SafeString:
    """Status and priority."""
    return _glyphs(status_name(status, shelf), PRIORITY_NAMES[priority], get_language() or "")


def tags_of(tags: Iterable[tuple[str, str]]) -> SafeString:
    return mark_safe("".join(parts.tag(name, colour) for name, colour in tags))  # noqa: S308  # each is safe


def lookers_of(lookers: Iterable[Looker]) -> SafeString:
    """Avatars with a ring, and what each does."""
    return format_html_join("", "{}", ((looker_avatar(looker),) for looker in lookers))


def looker_avatar(looker: Looker) -> SafeString:
    name = looker.person.display_name
    said = gettext("%(name)s is writing") if looker.is_writing else gettext("%(name)s is reading")
    return format_html(
        '<span class="hd-ava {} viewing{}" title="{}"><span aria-hidden="true">{}</span>'
        '<span class="visually-hidden">{}</span></span>',
        parts.avatar_class(looker.person),
        " writing" if looker.is_writing else "",
        said % {"name": name},
        parts.initials(looker.person),
        said % {"name": name},
    )


def draw(lines: list[TicketLine], state: ListState, desk: Desk, base: str) -> list[Line]:
    """`base` is the address of a ticket without its number."""
    query = escape(state.but(after=state.after).query)
    names = {group.id: group.name for group in desk.groups}
    avatars: dict[int, SafeString] = {}
    by_created = state.sort == "created"
    drawn = []
    for line in lines:
        owner = avatars.get(line.agent.pk)
        if owner is None:
            owner = avatars[line.agent.pk] = parts.avatar(line.agent, named=True)
        name = line.requester.display_name
        drawn.append(
            Line(
                line.id,
                line.number,
                line.subject,
                mark_safe(f"{base}{line.number}{query}"),  # noqa: S308  # our own number, an escaped query
                " unread" if line.is_unread else "",
                glyphs(line.status, line.shelf, line.priority),
                tags_of(line.tags),
                f"{name} · {line.organization}" if line.organization else name,
                gettext("You: %(text)s") % {"text": line.snippet} if line.last_by_agent else line.snippet,
                lookers_of(line.lookers),
                owner,
                names.get(line.group_id, ""),
                times.age(line.created_at if by_created else line.updated_at),
            )
        )
    return drawn


def _section_of(moment: datetime, today: date) -> str:
    day = timezone.localtime(moment).date()
    if day >= today:
        return "today"
    if day == today - timedelta(days=1):
        return "yesterday"
    return "week" if day > today - timedelta(days=7) else "earlier"


def sections(lines: list[TicketLine], drawn: list[Line], state: ListState, under: str) -> list[Section]:
    """Cuts a page where the sort says so; `under` is the heading that the page before ended with."""
    today = timezone.localdate()
    found: list[Section] = []
    for line, row in zip(lines, drawn, strict=True):
        if state.sort == "priority":
            key = f"p{line.priority}"
        else:
            key = _section_of(line.created_at if state.sort == "created" else line.updated_at, today)
        if not found or found[-1].key != key:
            label = "" if not found and key == under else str(_SECTIONS[key])
            found.append(Section(key, label, []))
        found[-1].lines.append(row)
    return found
