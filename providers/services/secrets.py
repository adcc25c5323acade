"""Keeps what nobody may read out of the log: passwords by name, and by value wherever they turn up."""

from collections.abc import Iterable, Mapping

DOTS = "••••••••"
SECRET_INPUTS = frozenset({"authpw", "loginpassword"})
_PARTS = ("password", "passwd", "secret", "authpw", "cookie")


def is_secret(name: str) -> bool:
    """Does a variable of this name hold a secret?"""
    small = name.casefold()
    return small in SECRET_INPUTS or any(part in small for part in _PARTS)


def secret_values(inputs: Mapping[str, str]) -> list[str]:
    """What must not turn up anywhere. Longest first, so that none shows inside another."""
    found = {value for name, value in inputs.items() if is_secret(name) and value}
    return sorted(found, key=len, reverse=True)


def scrub(text: str, values: Iterable[str]) -> str:
    """`text` with the secrets as dots."""
    for value in values:
        text = text.replace(value, DOTS)
    return text


def shown(pairs: Iterable[tuple[str, str]], values: Iterable[str], *, length: int = 500) -> list[str]:
    """`name=value` for the log, long values cut."""
    known = list(values)
    lines = []
    for name, value in pairs:
        safe = DOTS if is_secret(name) and value else scrub(value, known)
        lines.append(f"{scrub(name, known)}={safe[:length]}{'…' if len(safe) > length else ''}"[:1000])
    return lines
