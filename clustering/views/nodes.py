"""A node as a row of the page."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.utils.translation import gettext as _

from clustering.facts import is_good
from clustering.models import Node, WebMember
from clustering.selectors import has_failover
from clustering.texts import sentences, short
from clustering.views.beats import Bar, bars
from clustering.views.spans import ago
from common.text import Text

PILLS = {
    Node.Role.ACTIVE: ("green", "circle-check"),
    Node.Role.PASSIVE: ("blue", "clock-pause"),
    Node.Role.DISABLED: ("", "ban"),
}


@dataclass(frozen=True, slots=True)
class NodeRow:
    """`now` is the database's time."""

    node: Node
    now: datetime
    threads: int
    members: tuple[WebMember, ...] = ()  # web servers that share its status

    @property
    def pk(self) -> int:
        return self.node.pk

    @property
    def is_here(self) -> bool:
        return self.node.name == settings.NODE_NAME

    @property
    def is_active(self) -> bool:
        return self.node.role == Node.Role.ACTIVE

    @property
    def is_passive(self) -> bool:
        return self.node.role == Node.Role.PASSIVE

    @property
    def age(self) -> float | None:
        return (self.now - self.node.heartbeat_at).total_seconds() if self.node.heartbeat_at else None

    @property
    def is_silent(self) -> bool:
        return self.age is None or self.age > settings.TAKEOVER_SECONDS

    @property
    def heard(self) -> str:
        return ago(self.age) if self.age is not None else _("never")

    @property
    def bars(self) -> list[Bar]:
        return bars(self.node, self.age)

    @property
    def role(self) -> str:
        return self.node.get_role_display().lower()

    @property
    def colour(self) -> str:
        return PILLS[Node.Role(self.node.role)][0]

    @property
    def icon(self) -> str:
        return PILLS[Node.Role(self.node.role)][1]

    @property
    def is_checked(self) -> bool:
        return self.node.checked_at is not None

    @property
    def is_good(self) -> bool:
        return is_good(self.node.checks)

    @property
    def may_take_over(self) -> bool:
        return self.is_passive and self.is_good and not self.is_silent

    @property
    def wrong(self) -> list[Text]:
        """What its checks found, in short."""
        return short(self.node.checks)

    @property
    def reasons(self) -> list[Text]:
        return sentences(self.node.checks)

    @property
    def note(self) -> str:
        """The line below the name."""
        if self.is_here:
            return _("this node")
        if self.is_silent:
            return _("not running, or cut off") if not self.is_active else _("silent")
        return _("may take over") if self.may_take_over and has_failover() else ""

    @property
    def error(self) -> str:
        """The last error that the checks do not say already."""
        return "" if self.wrong or self.is_active else self.node.last_error
