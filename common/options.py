"""Settings that administrators change at run time: declared with type and default, kept as rows."""

from dataclasses import dataclass
from typing import Any

from common.actor import Actor
from common.audit import record
from common.models import Option
from common.unit import write


@dataclass(frozen=True, slots=True)
class Declared:
    """`default` also gives the type: a stored value of another type is ignored."""

    name: str
    default: Any


_declared: dict[str, Declared] = {}


class UnknownOptionError(LookupError):
    """Nobody declared an option of this name."""


def declare(name: str, default: Any) -> str:
    """Declares an option and returns its name, for a module constant."""
    _declared[name] = Declared(name, default)
    return name


def _checked(name: str, value: Any) -> Any:
    default = _declared[name].default
    return value if isinstance(value, type(default)) else default


def get(name: str) -> Any:
    """The option's value, of its default's type. One SQL statement; `many` reads several at once."""
    return many(name)[name]


def many(*names: str) -> dict[str, Any]:
    """Several options, one SQL statement. Raises UnknownOptionError."""
    for name in names:
        if name not in _declared:
            raise UnknownOptionError(name)
    stored = dict(Option.objects.filter(name__in=names).values_list("name", "value"))
    return {name: _checked(name, stored.get(name, _declared[name].default)) for name in names}


@write
def put(name: str, value: Any, *, actor: Actor) -> None:
    """Sets an option. Raises UnknownOptionError, and TypeError for a value of another type."""
    if name not in _declared:
        raise UnknownOptionError(name)
    if not isinstance(value, type(_declared[name].default)):
        raise TypeError(f"{name} is a {type(_declared[name].default).__name__}")
    before = get(name)
    if before == value:
        return
    Option.objects.update_or_create(name=name, defaults={"value": value})
    record("option", 0, "option.changed", actor, {"name": name, "old": before, "new": value})
