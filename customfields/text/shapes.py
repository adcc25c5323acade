"""What texts of values have in common."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Protocol

LONGEST = 20_000


BETWEEN = ";"  # entries of a multi-select


class Kinded(Protocol):
    """A field or a template's item."""

    @property
    def kind(self) -> str: ...
    @property
    def name(self) -> str: ...


def plain(value: Decimal) -> Decimal:
    """Without zeros that say nothing, and never as a power of ten."""
    whole = value.to_integral_value()
    return whole if value == whole else value.normalize()


def entries(value: "str | Iterable[str]") -> tuple[str, ...]:
    """The entries of a multi-select, each once, in their order."""
    parts = value.split(BETWEEN) if isinstance(value, str) else value
    return tuple(dict.fromkeys(clean for part in parts if (clean := str(part).strip())))
