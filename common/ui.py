"""Registries by which an app puts itself on the pages of others: navigation, settings tree, panels."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch

from common.text import Text


@dataclass(frozen=True, slots=True)
class NavEntry:
    """A link of the workspace's rail, the settings tree or the portal's top.

    `permission` is a declared name or "" for everybody who sees the area; `badge` is asked once a page.
    """

    area: str  # "rail" | "settings" | "portal"
    label: Text
    url_name: str
    icon: str = ""
    section: Text = ""
    order: int = 100
    permission: str = ""
    badge: Callable[[HttpRequest], int] | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Panel:
    """A part of another app's page: `slot` names the place ("ticket.side"), `render` gives a template and its
    context, or None to show nothing."""

    slot: str
    render: Callable[[HttpRequest, Any], tuple[str, dict[str, Any]] | None]
    order: int = 100


_nav: list[NavEntry] = []
_panels: list[Panel] = []


def add_nav(entry: NavEntry) -> None:
    """Registers a navigation entry; twice is once."""
    if entry not in _nav:
        _nav.append(entry)


def nav(area: str) -> list[NavEntry]:
    """The entries of an area in order."""
    return sorted(
        (entry for entry in _nav if entry.area == area), key=lambda entry: (entry.order, str(entry.label))
    )


def add_panel(panel: Panel) -> None:
    """Registers a panel."""
    _panels.append(panel)


def panels(slot: str) -> list[Panel]:
    """The panels of a slot in order."""
    return sorted((panel for panel in _panels if panel.slot == slot), key=lambda panel: panel.order)


_pages: dict[str, Callable[[dict[str, Any]], str]] = {}


def add_item_page(kind: str, address: Callable[[dict[str, Any]], str]) -> None:
    """Registers where items of a kind are seen by agents, by the arguments of an event of theirs."""
    _pages[kind] = address


def item_page(kind: str, args: dict[str, Any]) -> str:
    """The address of an item; "" where nobody registered one, or the arguments do not say which it is."""
    try:
        return _pages[kind](args)
    except (KeyError, NoReverseMatch):
        return ""
