"""Plain values that the cluster tells others, and the names of what a node checks."""

from dataclasses import dataclass
from datetime import datetime

FILES, DATABASE, SCHEMA, KEY = "files", "database", "schema", "key"
CHECKS = (FILES, DATABASE, SCHEMA, KEY)
SAME = "same"
Checks = dict[str, list[str]]  # name of a check to its code and a detail; the code SAME is good


@dataclass(frozen=True, slots=True)
class Takeover:
    """The lease went to a node. `before` is empty when no node was active, `by` when nobody chose it."""

    node: str
    before: str
    why: str  # heartbeat | chosen | page | first | one machine, and what callers of set_active give
    epoch: int
    by: str
    at: datetime
    address: str = ""


def is_good(checks: Checks) -> bool:
    """True when every check was made and found nothing."""
    return all(checks.get(name, [""])[0] == SAME for name in CHECKS)
