"""How many open tickets there are, from the counters: never by counting tickets."""

from dataclasses import dataclass, field

from accounts.models import User
from common import counters
from organization.selectors import Scope
from tickets.selectors.desk import Desk
from tickets.selectors.state import ListState

COUNTER = "tickets"  # by group, agent and status


@dataclass(frozen=True, slots=True)
class Counts:
    """Open tickets by (group, agent, status), within a scope."""

    by_key: dict[tuple[int, int, int], int] = field(default_factory=dict)

    @property
    def by_group(self) -> dict[int, int]:
        return self._by(0)

    @property
    def by_agent(self) -> dict[int, int]:
        return self._by(1)

    def _by(self, place: int) -> dict[int, int]:
        found: dict[int, int] = {}
        for key, number in self.by_key.items():
            found[key[place]] = found.get(key[place], 0) + number
        return found

    def queue(self, groups: frozenset[int]) -> int:
        """Waiting for somebody in these groups; in all of them when none is named."""
        return sum(
            number
            for (group, agent, _status), number in self.by_key.items()
            if agent == User.QUEUE_ID and (not groups or group in groups)
        )


def counts_of(scope: Scope) -> Counts:
    """One SQL statement."""
    return Counts(counters.totals(COUNTER, a=scope.group_list))


def count_for(state: ListState, counts: Counts, scope: Scope, desk: Desk) -> int | None:
    """How many tickets the whole list has; None where only counting them would tell."""
    if not state.is_counted:
        return None
    groups = set(desk.narrow(brand=state.brand, department=state.department, group=state.group))
    if state.view == "queue" and scope.member_of and not (state.brand or state.department or state.group):
        groups = set(scope.member_of)
    agent = {"mine": scope.user_id, "queue": User.QUEUE_ID}.get(state.view, state.agent)
    return sum(
        number
        for (group, holder, status), number in counts.by_key.items()
        if group in groups and (not agent or holder == agent) and (not state.status or status in state.status)
    )
