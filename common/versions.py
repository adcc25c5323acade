"""Comparing versions of the product."""


def number(version: str) -> tuple[int, ...]:
    """A version to compare: "1.10.2" is (1, 10, 2); what follows a dash or a letter does not count."""
    parts = []
    for part in version.split("."):
        digits = "".join(letter for letter in part if letter.isdigit())
        if not digits:
            break
        parts.append(int(digits))
        if digits != part:
            break
    return tuple(parts)


def is_older(version: str, than: str) -> bool:
    """An unknown version counts as older."""
    return number(version) < number(than)
