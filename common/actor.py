"""Who acted: carried through every service, stored as three columns."""

from dataclasses import dataclass
from typing import Literal

Kind = Literal["person", "rule", "provider", "node", "system"]


@dataclass(frozen=True, slots=True)
class Actor:
    """`id` is 0 where the kind has no row (system, a guest known only by address)."""

    kind: Kind
    id: int
    label: str

    @property
    def columns(self) -> dict[str, str | int]:
        """The three columns of `common.models.ActorColumns`."""
        return {"actor_kind": self.kind, "actor_id": self.id, "actor_label": self.label[:120]}


SYSTEM = Actor("system", 0, "")
