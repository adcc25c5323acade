"""Drop-downs and multi-selects."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from customfields import text
from customfields.items import FormItem

PICK_ONE = gettext_lazy("Pick one…")  # always the first entry, never a value


def _entries(item: FormItem, initial: Any) -> list[tuple[str, str]]:
    """The entries, and what is chosen already though it is no entry any more: editing must not lose it."""
    chosen = (
        text.entries(initial) if initial and not isinstance(initial, str) else (initial,) if initial else ()
    )
    return [(one, one) for one in dict.fromkeys([*item.options, *map(str, chosen)])]


def choice_field(item: FormItem, common: dict[str, Any]) -> forms.Field:
    return forms.ChoiceField(choices=[("", PICK_ONE), *_entries(item, common["initial"])], **common)


def multi_field(item: FormItem, common: dict[str, Any]) -> forms.Field:
    widget = forms.CheckboxSelectMultiple()
    return forms.MultipleChoiceField(choices=_entries(item, common["initial"]), widget=widget, **common)
