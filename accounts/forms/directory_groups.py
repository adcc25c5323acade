"""The groups of a directory, and what their members are here: a row each."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.gateways import is_dn
from accounts.models import Role
from accounts.selectors.directories import directory_roles

if TYPE_CHECKING:
    _RoleBase = forms.ModelChoiceField[Role]
    _RowsBase = forms.BaseFormSet["MappingForm"]
else:
    _RoleBase = forms.ModelChoiceField
    _RowsBase = forms.BaseFormSet

MAX_ROWS = 50


class RoleField(_RoleBase):
    def label_from_instance(self, obj: Any) -> str:
        return str(_("Customer") if obj.builtin == Role.Builtin.REGISTERED else obj.label)


class MappingForm(forms.Form):
    """A group and what its members are here; an empty group is no mapping."""

    group = forms.CharField(
        label=_("Group"),
        max_length=400,
        required=False,
        widget=forms.TextInput(attrs={"spellcheck": "false", "autocapitalize": "off", "dir": "ltr"}),
    )
    role = RoleField(
        queryset=Role.objects.none(), label=_("Members are"), required=False, empty_label=_("Pick one…")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["role"]
        assert isinstance(field, RoleField)
        field.queryset = directory_roles()

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("group") and not is_dn(data["group"]):
            self.add_error("group", _("The group’s distinguished name; a test of a person shows theirs"))
        if data.get("group") and not data.get("role"):
            self.add_error("role", _("Say what its members are"))
        return data


class _Mappings(_RowsBase):
    def pairs(self) -> list[tuple[str, Role]]:
        rows = [form.cleaned_data for form in self.forms]
        return [(row["group"], row["role"]) for row in rows if row.get("group")]


def mappings_form(data: Any, kept: Iterable[tuple[str, Role]], *, more: bool = False) -> _Mappings:
    """The rows of groups; `more` adds empty ones to what was sent."""
    made: Any = forms.formset_factory(
        MappingForm, formset=_Mappings, extra=2, max_num=MAX_ROWS, absolute_max=MAX_ROWS
    )
    if data is None:
        rows = [{"group": group, "role": role} for group, role in kept]
        return cast("_Mappings", made(initial=rows, prefix="groups"))
    if more:
        data = data.copy()
        total = str(data.get("groups-TOTAL_FORMS", "0"))
        data["groups-TOTAL_FORMS"] = str(min(MAX_ROWS, int(total) + 2 if total.isdigit() else 2))
    return cast("_Mappings", made(data, prefix="groups"))
