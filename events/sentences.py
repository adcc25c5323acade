"""The sentences of the history of rules and web hooks."""

from typing import Any

from django.utils.translation import gettext_lazy

from common.audit import Sentence, sentence
from common.text import Text

NAMED: dict[str, Text] = {
    "rule.created": gettext_lazy("Made the rule “%(name)s”"),
    "rule.changed": gettext_lazy("Changed the rule “%(name)s”"),
    "rule.enabled": gettext_lazy("Switched the rule “%(name)s” on"),
    "rule.disabled": gettext_lazy("Switched the rule “%(name)s” off"),
    "rule.moved": gettext_lazy("Moved the rule “%(name)s” to the folder “%(folder)s”"),
    "rule.deleted": gettext_lazy("Deleted the rule “%(name)s”"),
    "hook.created": gettext_lazy("Made the web hook “%(name)s”"),
    "hook.changed": gettext_lazy("Changed the web hook “%(name)s”"),
    "hook.rotated": gettext_lazy("Gave the web hook “%(name)s” a new secret"),
    "hook.deleted": gettext_lazy("Deleted the web hook “%(name)s”"),
    "hook.replayed": gettext_lazy("Sent a call of “%(name)s” again"),
}


def _named(text: Text) -> Sentence:
    def said(data: dict[str, Any]) -> str:
        return str(text) % {"name": data.get("name", ""), "folder": data.get("folder", "")}

    return said


for _action, _text in NAMED.items():
    sentence(_action)(_named(_text))
