"""What higher apps register here: checks before a node becomes active, and what a passive node may serve."""

from collections.abc import Callable

from common.text import Text

Check = Callable[[str], "Text | None"]

_checks: list[Check] = []
# A passive or disabled node serves only sign-in of the administrator, the settings, and what programs ask.
_served: set[str] = {
    "/login", "/login.aspx", "/logout", "/settings", "/static", "/healthz", "/readyz", "/stream",
    "/ActivateNode", "/ActivateNode.aspx",
}  # fmt: skip


def activation_check(check: Check) -> Check:
    """Registers a check: it gets the node's name and says why it may not become active, or None."""
    if check not in _checks:
        _checks.append(check)
    return check


def objections(node: str) -> "list[Text]":
    """Why this node may not become active."""
    return [reason for check in _checks if (reason := check(node)) is not None]


def serve_when_passive(prefix: str) -> None:
    """Also a passive node answers this path and everything below it."""
    _served.add(prefix.rstrip("/"))


def is_served_when_passive(path: str) -> bool:
    """True for paths that every node answers."""
    return any(path == prefix or path.startswith(f"{prefix}/") for prefix in _served)
