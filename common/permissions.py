"""Permission names: declared once by the app that checks them; an unknown name is refused at import."""

from dataclasses import dataclass

from common.text import Text


@dataclass(frozen=True, slots=True)
class Permission:
    """`defaults` names the built-in roles that have it from the start."""

    name: str
    label: Text
    defaults: tuple[str, ...] = ()


_names: dict[str, Permission] = {}


class UnknownPermissionError(LookupError):
    """A check or a role names a permission that no app declares."""


def declare(name: str, label: Text, *, defaults: tuple[str, ...] = ()) -> str:
    """Declares a permission and returns its name, for a module constant."""
    if name in _names:
        raise ValueError(f"permission {name!r} is declared twice")
    _names[name] = Permission(name, label, defaults)
    return name


def known(name: str) -> str:
    """The name itself, or UnknownPermissionError."""
    if name not in _names:
        raise UnknownPermissionError(name)
    return name


def all_permissions() -> list[Permission]:
    """All declared ones, by name."""
    return [_names[name] for name in sorted(_names)]
