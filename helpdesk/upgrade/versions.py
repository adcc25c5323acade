"""Which versions of the code get on with which schema."""

# The oldest version that still works on the schema of this one. A version whose migrations only add (tables,
# columns that are NULL or have a default in the database, indexes) keeps it; one that renames, drops or fills
# what older code reads or writes sets it to its own version. docs/upgrading.md says what follows from it.
COMPATIBLE_FROM = "0.1.0"


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
