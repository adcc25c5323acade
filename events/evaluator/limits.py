"""Maximum frequency and once per item: when a rule or an action may act again. Times are the facts' own."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

Item = tuple[str, int]
Key = tuple[str, str, int]  # the action's id (empty: the rule), and the item; no item: whenever it last acted


@dataclass(frozen=True, slots=True)
class Limit:
    """Of a rule (empty id) or of one of its actions."""

    id: str
    once: bool
    every_minutes: int

    @property
    def is_set(self) -> bool:
        return self.once or self.every_minutes > 0


@dataclass(slots=True)
class Marks:
    """When one rule and its actions last acted. `changed` is what has to be stored afterwards."""

    known: dict[Key, datetime] = field(default_factory=dict)
    changed: set[Key] = field(default_factory=set)

    def is_free(self, limit: Limit, item: Item, at: datetime) -> bool:
        """Whether it may act on a fact of this item and time."""
        if limit.once and (limit.id, *item) in self.known:
            return False
        last = self.known.get((limit.id, "", 0)) if limit.every_minutes else None
        return last is None or abs(at - last) >= timedelta(minutes=limit.every_minutes)

    def take(self, limit: Limit, item: Item, at: datetime) -> None:
        """Notes that it acts now."""
        for wanted, key in ((limit.once, (limit.id, *item)), (limit.every_minutes > 0, (limit.id, "", 0))):
            if wanted:
                self.known[key] = max(at, self.known.get(key, at))
                self.changed.add(key)
