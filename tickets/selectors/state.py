"""What a list shows: the view, its filters and its order. The address of a list is this and nothing else."""

from dataclasses import dataclass, fields, replace
from typing import Any, Literal
from urllib.parse import urlencode

View = Literal["mine", "queue", "all", "followup", "closed", "spam", "deleted"]
Sort = Literal["activity", "oldest", "created", "priority"]
VIEWS: tuple[View, ...] = ("mine", "queue", "all", "followup", "closed", "spam", "deleted")
SORTS: tuple[Sort, ...] = ("activity", "oldest", "created", "priority")


@dataclass(frozen=True, slots=True, kw_only=True)
class ListState:
    """0 and "" mean any. `custom` are filters by custom fields: a field's id and what it has to hold."""

    view: View = "all"
    brand: int = 0
    department: int = 0
    group: int = 0
    agent: int = 0
    status: tuple[int, ...] = ()
    priority: tuple[int, ...] = ()
    tag: str = ""
    text: str = ""
    custom: tuple[tuple[int, str], ...] = ()
    sort: Sort = "activity"
    after: str = ""

    def but(self, **changes: Any) -> "ListState":
        """The same list with something changed, from its first page on."""
        return replace(self, **{"after": "", **changes})

    @property
    def query(self) -> str:
        """For the address; what is at its default is left out. Starts with "?" unless empty."""
        parts = []
        for field in fields(self):
            value = getattr(self, field.name)
            if field.name == "custom":
                parts += [(f"cf_{pk}", asked) for pk, asked in self.custom]
            elif value != field.default:
                parts.append((field.name, ",".join(map(str, value)) if isinstance(value, tuple) else value))
        return "?" + urlencode(parts) if parts else ""

    @property
    def order(self) -> Sort | Literal["due"]:
        """What the rows are sorted by: tickets that come back by when they do."""
        return "due" if self.view == "followup" else self.sort

    @property
    def unfiltered(self) -> "ListState":
        """The same place without filters."""
        return self.but(agent=0, status=(), priority=(), tag="", text="", custom=())

    @property
    def is_filtered(self) -> bool:
        """Narrower than its place in the navigation."""
        return bool(self.agent or self.status or self.priority or self.tag or self.text or self.custom)

    @property
    def is_counted(self) -> bool:
        """The counters know how many there are: by group, agent and status of open tickets only."""
        is_open = self.view in ("mine", "queue", "all") and set(self.status) <= {1, 2}
        return is_open and not (self.priority or self.tag or self.text or self.custom)
