"""The sentences of the histories of fields and templates."""

from collections.abc import Callable
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext, gettext_lazy

from common.audit import sentence
from common.text import Text

_NAMED: dict[str, Text] = {
    "field.created": gettext_lazy("Made the custom field {name}"),
    "template.created": gettext_lazy("Made a template of custom fields for {name}"),
    "template.added": gettext_lazy("Put {field} into the template of {name}"),
    "template.removed": gettext_lazy("Took {field} out of the template of {name}"),
    "template.line": gettext_lazy("Changed {field} in the template of {name}"),
    "template.ordered": gettext_lazy("Changed the order of the template of {name}"),
    "template.copied": gettext_lazy("Copied fields from {source} into the template of {name}"),
}


def _said(text: Text) -> Callable[[dict[str, Any]], SafeString]:
    return lambda data: format_html(
        str(text), **{name: data.get(name, "") for name in ("name", "field", "source")}
    )


for _action, _text in _NAMED.items():
    sentence(_action)(_said(_text))


@sentence("field.changed")
def _changed(data: dict[str, Any]) -> SafeString:
    changed = ", ".join(sorted(data.get("changed", {})))
    return format_html(gettext("Changed the custom field {}: {}"), data.get("name", ""), changed)
