"""A form of custom fields alone."""

from collections.abc import Mapping
from typing import Any

from django import forms


class FieldsForm(forms.Form):
    """The fields come from a template; `customfields.forms.build` makes them."""

    def __init__(self, *args: Any, fields: Mapping[str, forms.Field], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields.update(fields)
        for control in self.fields.values():
            control.widget.attrs.setdefault("dir", "auto")
