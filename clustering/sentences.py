"""The history of a server in words."""

from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.audit import Sentence, sentence
from common.text import Text

PLAIN: dict[str, Text] = {
    "node.appeared": gettext_lazy("Appeared"),
    "node.enabled": gettext_lazy("Was enabled"),
    "node.disabled": gettext_lazy("Was disabled"),
    "node.deactivated": gettext_lazy("Was taken off, and the desk with it"),
    "node.deleted": gettext_lazy("Was deleted"),
    "node.check_asked": gettext_lazy("Was asked to check itself"),
}


def _plain(text: Text) -> Sentence:
    return lambda data: str(text)


for _action, _text in PLAIN.items():
    sentence(_action)(_plain(_text))


@sentence("node.activated")
def _activated(data: dict[str, Any]) -> SafeString:
    parts = [_("Became the active server")]
    if data.get("before"):
        parts.append(_("after {before}"))
    if data.get("why") == "heartbeat":
        parts.append(_("which was silent"))
    if data.get("address"):
        parts.append(_("by the Activate Node page, from {address}"))
    return format_html(", ".join(parts), before=data.get("before", ""), address=data.get("address", ""))
