"""The frames around pages: areas, settings tree, portal links, by the person's permissions."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import SimpleLazyObject

from accounts.models import User
from accounts.views.guard import permissions
from common import ui


def _address(entry: ui.NavEntry) -> str:
    try:
        return reverse(entry.url_name)
    except NoReverseMatch:
        return ""


def _is_current(request: HttpRequest, address: str) -> bool:
    return request.path == address or (
        len(address) > 1 and request.path.startswith(address.rstrip("/") + "/")
    )


def _entries(request: HttpRequest, area: str) -> list[tuple[ui.NavEntry, dict[str, Any]]]:
    shown = []
    for entry in ui.nav(area):
        address = _address(entry)
        if not address or (entry.permission and entry.permission not in permissions(request)):
            continue
        badge = entry.badge(request) if entry.badge else None
        drawn: dict[str, Any] = {"url": address, "icon": entry.icon, "label": entry.label, "current": False}
        drawn |= {"badge": badge or None, "count": badge or None, "end": entry.section == "end"}
        shown.append((entry, drawn | {"tab": area == "rail"}))
    fitting = [drawn for _, drawn in shown if _is_current(request, drawn["url"])]
    if fitting:
        max(fitting, key=lambda drawn: len(drawn["url"]))["current"] = True
    return shown


def rail(request: HttpRequest) -> list[dict[str, Any]]:
    """The areas of the workspace."""
    return [drawn for _, drawn in _entries(request, "rail")]


def settings_tree(request: HttpRequest) -> list[dict[str, Any]]:
    """The settings, by section."""
    sections: dict[str, dict[str, Any]] = {}
    for entry, drawn in _entries(request, "settings"):
        label = str(entry.section)
        section = sections.setdefault(label, {"label": label, "entries": []})
        section["entries"].append(drawn)
    return list(sections.values())


def portal_links(request: HttpRequest) -> list[dict[str, Any]]:
    """The links at the portal's top."""
    return [drawn for _, drawn in _entries(request, "portal")]


def shell(request: HttpRequest) -> dict[str, Any]:
    """Context processor. Nothing is asked before a template shows it."""

    def lazy(build: Callable[[HttpRequest], list[dict[str, Any]]]) -> Any:
        return SimpleLazyObject(lambda: build(request))

    user = getattr(request, "user", None)
    context: dict[str, Any] = {"nav_portal": lazy(portal_links), "profile_url": reverse("profile")}
    if isinstance(user, User) and user.is_agent:
        context |= {"nav": lazy(rail), "nav_tree": lazy(settings_tree)}
    return context
