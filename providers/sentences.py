"""The sentences of a provider's history."""

from typing import Any

from django.utils.translation import gettext_lazy

from common.audit import Sentence, sentence
from common.text import Text

PLAIN: dict[str, Text] = {
    "provider.changed": gettext_lazy("Changed the settings"),
    "provider.switched_on": gettext_lazy("Switched it on"),
    "provider.switched_off": gettext_lazy("Switched it off"),
}


def _plain(text: Text) -> Sentence:
    def say(data: dict[str, Any]) -> str:
        return str(text)

    return say


for _action, _text in PLAIN.items():
    sentence(_action)(_plain(_text))
