"""One look of one node at the practice that is under way, with the lease and the row held."""

from dataclasses import dataclass
from datetime import datetime

from clustering.models import Lease, Node, Practice
from clustering.registry import objections
from clustering.services.lease import hand_lease
from clustering.services.practice import account
from common.text import Text

PATIENCE_SECONDS = 30.0  # as long a state may last before it counts as failed
HOLD_SECONDS = 3.0  # as long the other node serves at least, and home before what waited is looked at
THREADS_SECONDS = 12.0  # as long the other node gets for its first background thread


@dataclass(frozen=True, slots=True)
class Turn:
    """`name`: the node whose turn it is."""

    practice: Practice
    lease: Lease
    name: str
    now: datetime

    @property
    def active(self) -> str:
        """The node that has the lease; "" when none has."""
        return self.lease.node.name if self.lease.node else ""

    @property
    def is_target(self) -> bool:
        return self.name == self.practice.target

    @property
    def is_home(self) -> bool:
        return self.name == self.practice.home

    @property
    def age(self) -> float:
        """Seconds that the state has lasted."""
        return (self.now - self.practice.changed_at).total_seconds()

    def since(self, leg: dict[str, str], moment: str) -> float | None:
        """Seconds since a noted moment."""
        noted = leg.get(moment)
        return (self.now - datetime.fromisoformat(noted)).total_seconds() if noted else None

    def take(self, leg: dict[str, str], state: str) -> None:
        """This node takes the lease for the practice."""
        node = Node.objects.get(name=self.name)
        leg.setdefault("noticed", self.now.isoformat())
        leg["taken"] = self.now.isoformat()
        hand_lease(self.lease, node, self.practice.actor, why="practice")
        self.move(state)

    def why_not(self) -> list[Text]:
        """Why this node may not become active now."""
        return objections(self.name)

    def move(self, state: str) -> None:
        """The practice goes on."""
        self.practice.state, self.practice.changed_at = state, self.now

    def end(self, error: str = "") -> None:
        """The practice is over, with what became of the work."""
        practice = self.practice
        practice.error = " ".join(part for part in (practice.error, error) if part)
        practice.work = account.settle(practice.work, practice.asked_at)
        practice.ended_at = self.now
        self.move(Practice.State.FAILED if practice.error else Practice.State.DONE)
