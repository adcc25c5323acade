"""The sentences of histories of brands, departments and groups."""

from collections.abc import Callable
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext, gettext_lazy

from common.audit import sentence
from common.text import Text

_NAMED: dict[str, Text] = {
    "brand.created": gettext_lazy("Made the brand {name}"),
    "department.created": gettext_lazy("Made the department {name} with its group {group}"),
    "department.moved": gettext_lazy("Moved the department {name}"),
    "group.created": gettext_lazy("Made the group {name} in {department}"),
    "group.member_added": gettext_lazy("{agent} works in {name} now"),
    "group.member_removed": gettext_lazy("{agent} does not work in {name} any more"),
    "group.member_changed": gettext_lazy("Changed the settings of {agent} in {name}"),
    "option.changed": gettext_lazy("Changed the option {name}"),
}


def _said(text: Text) -> Callable[[dict[str, Any]], SafeString]:
    return lambda data: format_html(
        str(text), **{name: data.get(name, "") for name in ("name", "group", "department", "agent")}
    )


for _action, _text in _NAMED.items():
    sentence(_action)(_said(_text))


@sentence("user.receiving")
def _receiving(data: dict[str, Any]) -> SafeString:
    """Tickets or chats, on or off, everywhere or in a group."""
    text = {
        ("tickets", True): gettext("Receives tickets again {}"),
        ("tickets", False): gettext("Receives no more tickets {}"),
        ("chats", True): gettext("Receives chats again {}"),
        ("chats", False): gettext("Receives no more chats {}"),
    }[(data["what"], data["on"])]
    return format_html(text, data["group"])


def _changed(data: dict[str, Any]) -> SafeString:
    parts = (
        f"{old if old not in (None, '') else '–'} → {new if new not in (None, '') else '–'}"
        for old, new in data.get("changed", {}).values()
    )
    return format_html(gettext("Changed {}: {}"), data.get("name", ""), ", ".join(parts))


for _kind in ("brand", "department", "group"):
    sentence(f"{_kind}.changed")(_changed)
