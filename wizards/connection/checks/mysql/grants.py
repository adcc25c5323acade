"""What SHOW GRANTS says about making a database."""

import re
from collections.abc import Iterable

_GRANT = re.compile(r"GRANT (?P<rights>.+?) ON (?P<scope>\*|`(?:[^`]|``)+`|\w+)\.\* TO ", re.IGNORECASE)


def may_create(grants: Iterable[str], name: str) -> bool:
    """Whether one of the lines gives CREATE on the database of this name."""
    for line in grants:
        found = _GRANT.match(line)
        if found is None or not _covers(found["scope"], name):
            continue
        rights = {right.strip().upper() for right in found["rights"].split(",")}
        if rights & {"ALL PRIVILEGES", "ALL", "CREATE"}:
            return True
    return False


def _covers(scope: str, name: str) -> bool:
    """A scope is a pattern: `_` one letter, `%` any, either taken as it is after a backslash."""
    if scope == "*":
        return True
    pattern = scope.strip("`").replace("``", "`")
    parts = re.findall(r"\\.|.", pattern)
    wild = {"%": ".*", "_": "."}
    expression = "".join(wild.get(part) or re.escape(part.removeprefix("\\")) for part in parts)
    return re.fullmatch(expression, name, re.IGNORECASE) is not None
