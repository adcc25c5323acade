"""What a fact is: a small frozen dataclass of ids and values, bound to its event id."""

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, ClassVar


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """Base of all facts. A subclass sets `event_id`, `item_kind` and names its item's field in `item_field`.

    Field names are the keys of events/event_args.csv, to the letter: they go on the wire.
    """

    event_id: ClassVar[int]
    item_kind: ClassVar[str]
    item_field: ClassVar[str]

    @property
    def item_id(self) -> int:
        value: int = getattr(self, self.item_field)
        return value

    def args(self) -> dict[str, Any]:
        """The event's arguments as JSON values."""
        return {
            key: value.isoformat() if isinstance(value, datetime) else value
            for key, value in asdict(self).items()
        }


def all_facts() -> list[type[Fact]]:
    """Every concrete fact class that has been imported."""
    found: list[type[Fact]] = []
    waiting = list(Fact.__subclasses__())
    while waiting:
        fact = waiting.pop()
        waiting += fact.__subclasses__()
        if hasattr(fact, "event_id"):
            found.append(fact)
    return sorted(set(found), key=lambda fact: (fact.event_id, fact.__name__))
