"""Custom fields beside another form."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms

from customfields.forms.asking import build, read
from customfields.items import FormItem, Viewer
from customfields.selectors import Stored


class FieldsForm(forms.Form):
    """The fields of a template as a form of its own, beside another one on the same page."""

    def __init__(
        self, items: Iterable[FormItem], stored: Mapping[int, Stored], data: Any = None, *, viewer: Viewer
    ) -> None:
        super().__init__(data)
        self._items = tuple(items)
        initial = {field_id: one.value for field_id, one in stored.items()}
        self.fields |= build(self._items, viewer, initial=initial)

    @property
    def values(self) -> dict[int, Any]:
        """Of a valid form, by field id."""
        return read(self.cleaned_data, self._items)
