"""Lines of lists, drawn here and not by a template: fifty rows a page are most of what a list costs.

Every text is escaped where it enters; glyphs and avatars are drawn once and kept.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from html import escape

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from common.clock import FAR_FUTURE
from common.templatetags import parts
from tickets.models import Priority, Status, Ticket
from tickets.selectors.columns import Columns
from tickets.selectors.desk import Desk
from tickets.selectors.presence import Looker, Person
from tickets.selectors.rows import ShortLine, TicketLine
from tickets.selectors.state import ListState
from tickets.views.agent.moments import Clock

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
    "tomorrow": _("Tomorrow"),
    "next": _("The next seven days"),
    "later": _("Later"),
    "p4": _("Urgent"),
    "p3": _("High"),
    "p2": _("Normal"),
    "p1": _("Low"),
}
_BOX = (
    '<input class="form-check-input" type="checkbox" name="number" value="{number}" aria-label="{subject}">'
)
_ROW = (
    '<li class="hd-row ticket{css}" id="t{pk}"{left}>{box}{glyphs}<div class="main"><div class="l1">'
    '<a class="go cut" dir="auto" href="{href}" title="{subject}">{subject}</a>{tags}</div>'
    '<div class="l2"><bdi class="who">{who}</bdi><span class="cut" dir="auto">{snippet}</span></div></div>'
    '<div class="view hd-avas">{lookers}</div>{cells}'
    '<div class="owner">{owner}<span class="cut">{group}</span></div>'
    '<bdi class="number mono" dir="ltr">{number}</bdi><div class="age">{age}</div></li>'
)
_MINI = (
    '<a class="hd-mini{css}" href="{href}"{current}>{status}<b class="cut" dir="auto">{subject}</b>'
    '<small><bdi class="cut">{who}</bdi>{age}</small></a>'
)


@dataclass(frozen=True, slots=True)
class Section:
    """Rows under one heading; `label` is "" where a page goes on under the heading before."""

    key: str
    label: str
    rows: list[SafeString]


def status_name(line_status: int, shelf: int, follow_up_at: datetime = FAR_FUTURE) -> str:
    """The glyph of a ticket: where it lies counts before its status, and so does that it comes back."""
    if shelf == Ticket.Shelf.SPAM:
        return "spam"
    if shelf == Ticket.Shelf.DELETED:
        return "deleted"
    return STATUS_NAMES[line_status] if follow_up_at == FAR_FUTURE else "follow"


@lru_cache(maxsize=256)
def _glyphs(status: str, priority: str, language: str) -> str:
    return parts.status(status) + (parts.priority(priority) if priority else "")


@lru_cache(maxsize=1024)
def _avatar(pk: int, name: str, language: str) -> str:
    return parts.avatar(Person(pk, name), named=True)


@lru_cache(maxsize=1024)
def _tag(name: str, colour: str) -> str:
    return parts.tag(name, colour)


def looker_avatar(looker: Looker) -> SafeString:
    """An avatar with a ring, and what the person does."""
    said = gettext("%(name)s is writing") if looker.is_writing else gettext("%(name)s is reading")
    words = escape(said % {"name": looker.person.display_name})
    css = f"hd-ava {parts.avatar_class(looker.person)} viewing{' writing' if looker.is_writing else ''}"
    letters = escape(parts.initials(looker.person))
    return mark_safe(  # noqa: S308  # escaped above
        f'<span class="{css}" title="{words}"><span aria-hidden="true">{letters}</span>'
        f'<span class="visually-hidden">{words}</span></span>'
    )


class Drawer:
    """Draws the lines of one page. `base` is the address of a ticket without its number."""

    def __init__(self, state: ListState, desk: Desk, base: str, columns: Columns | None = None) -> None:
        self.state, self.base, self.clock = state, base, Clock()
        self.columns = columns or Columns()
        self.labels = [escape(field.shown) for field in self.columns.fields]
        self.query = escape(state.but(after=state.after).query)
        self.groups = {group.id: escape(group.name) for group in desk.groups}
        self.language = get_language() or ""
        self.answered = escape(gettext("Answered: %(text)s"))

    def moment(self, line: TicketLine) -> datetime:
        """The time that the list is sorted by."""
        if self.state.order == "due":
            return line.follow_up_at
        return line.created_at if self.state.order == "created" else line.updated_at

    def row(self, line: TicketLine, *, box: bool = True, left: bool = False) -> SafeString:
        """A row of the main list."""
        subject, number = escape(line.subject), line.number
        status, priority = (
            status_name(line.status, line.shelf, line.follow_up_at),
            PRIORITY_NAMES[line.priority],
        )
        who, snippet = escape(line.requester.display_name), escape(line.snippet)
        drawn = _ROW.format(
            css=("" if box else " nocheck") + (" unread" if line.is_unread else ""),
            pk=line.id,
            left=" data-left" if left else "",
            box=_BOX.format(number=number, subject=subject) if box else "",
            glyphs=_glyphs(status, priority, self.language),
            href=f"{self.base}{number}{self.query}",
            subject=subject,
            tags="".join([_tag(*tag) for tag in line.tags]),
            who=f"{who} · {escape(line.organization)}" if line.organization else who,
            snippet=self.answered % {"text": snippet} if line.last_by_agent else snippet,
            lookers="".join([looker_avatar(looker) for looker in line.lookers]),
            cells=self._cells(line) if self.labels else "",
            owner=_avatar(line.agent.pk, line.agent.display_name, self.language),
            group=self.groups.get(line.group_id, ""),
            number=number,
            age=self.clock.age(self.moment(line)),
        )
        return mark_safe(drawn)  # noqa: S308  # every text was escaped

    def _cells(self, line: TicketLine) -> str:
        """What the chosen custom fields hold, each with its name for readers."""
        drawn = [
            f'<span class="cut" dir="auto" title="{label}: {text}">'
            f'<span class="visually-hidden">{label}: </span>{text}</span>'
            for label, text in zip(self.labels, map(escape, self.columns.of(line.id)), strict=True)
        ]
        return f'<div class="hd-cells">{"".join(drawn)}</div>'

    def names(self) -> SafeString:
        """What the columns are called, over them."""
        if not self.labels:
            return mark_safe("")
        drawn = "".join([f'<span class="cut" title="{label}">{label}</span>' for label in self.labels])
        return mark_safe(f'<span class="hd-cells" aria-hidden="true">{drawn}</span>')  # noqa: S308  # escaped

    def mini(self, line: ShortLine, *, current: bool) -> SafeString:
        """A line of the narrow list beside a ticket."""
        drawn = _MINI.format(
            css=" unread" if line.is_unread and not current else "",
            href=f"{self.base}{line.number}{self.query}",
            current=' aria-current="page"' if current else "",
            status=_glyphs(status_name(line.status, line.shelf, line.follow_up_at), "", self.language),
            subject=escape(line.subject),
            who=escape(line.requester),
            age=self.clock.age(line.follow_up_at if self.state.order == "due" else line.updated_at),
        )
        return mark_safe(drawn)  # noqa: S308  # every text was escaped

    def sections(self, lines: Iterable[TicketLine], under: str) -> list[Section]:
        """Cuts a page where the sort says so; `under` is the heading that the page before ended with."""
        found: list[Section] = []
        for line in lines:
            key = self._key(line)
            if not found or found[-1].key != key:
                label = "" if not found and key == under else str(_SECTIONS[key])
                found.append(Section(key, label, []))
            found[-1].rows.append(self.row(line))
        return found

    def _key(self, line: TicketLine) -> str:
        if self.state.order == "priority":
            return f"p{line.priority}"
        if self.state.order == "due":
            return _due_section(self.clock.day(line.follow_up_at), self.clock.today)
        return _section_of(self.clock.day(self.moment(line)), self.clock.today)


def _due_section(day: date, today: date) -> str:
    """Of tickets that come back: one that should have is due today."""
    if day <= today:
        return "today"
    if day == today + timedelta(days=1):
        return "tomorrow"
    return "next" if day < today + timedelta(days=7) else "later"


def _section_of(day: date, today: date) -> str:
    if day >= today:
        return "today"
    if day == today - timedelta(days=1):
        return "yesterday"
    return "week" if day > today - timedelta(days=7) else "earlier"
