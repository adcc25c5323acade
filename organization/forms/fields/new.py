"""A line more."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from customfields.models import Field, Kind


class NewLineForm(forms.Form):
    """A field that exists, or a new one."""

    prefix = "new"

    field = forms.TypedChoiceField(
        label=_("A field that exists"), coerce=int, empty_value=None, required=False
    )
    name = forms.CharField(label=_("Or a new one, called"), max_length=120, required=False)
    kind = forms.ChoiceField(label=_("Type"), choices=Kind.choices, initial=Kind.TEXT, required=False)

    def __init__(self, fields: Sequence[Field], data: Any = None) -> None:
        super().__init__(data)
        choice = self.fields["field"]
        assert isinstance(choice, forms.TypedChoiceField)
        choice.choices = [("", _("Pick one…"))] + [
            (one.pk, f"{one.name} ({one.get_kind_display()})") for one in fields
        ]
        self.fields["name"].widget.attrs["dir"] = "auto"

    def clean(self) -> dict[str, Any]:
        clean = self.cleaned_data
        if not clean.get("field") and not clean.get("name", "").strip() and "field" not in self.errors:
            self.add_error("name", _("Pick a field, or write what the new one is called."))
        return clean
