"""Forms of the settings pages about people."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms.choices import languages, zones
from accounts.models import Role
from accounts.selectors import assignable_roles
from common.permissions import all_permissions

if TYPE_CHECKING:
    _RolesBase = forms.ModelMultipleChoiceField[Role]
else:
    _RolesBase = forms.ModelMultipleChoiceField


class RolesField(_RolesBase):
    """Manager, Administrator and custom roles as boxes."""

    def __init__(self) -> None:
        super().__init__(
            queryset=Role.objects.none(),
            label=_("Roles"),
            required=False,
            widget=forms.CheckboxSelectMultiple,
        )

    def label_from_instance(self, obj: Any) -> str:
        return str(obj.label)


class InviteForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=120)
    email = forms.EmailField(label=_("E-mail"), max_length=254, help_text=_("The invitation goes there"))
    job_title = forms.CharField(label=_("Job title"), max_length=80, required=False)
    roles = RolesField()

    def __init__(self, *args: Any, by: frozenset[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer_roles(self, by)


def _offer_roles(form: forms.Form, by: frozenset[str]) -> None:
    field = form.fields["roles"]
    assert isinstance(field, RolesField)
    offered = assignable_roles(by=by)
    field.queryset = offered
    field.choice_hints = {role.pk: role.description for role in offered}  # type: ignore[attr-defined]  # for {% field %}


class AgentForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=120)
    job_title = forms.CharField(label=_("Job title"), max_length=80, required=False)
    phone = forms.CharField(label=_("Phone"), max_length=40, required=False)
    time_zone = forms.ChoiceField(label=_("Time zone"), choices=zones, required=False)
    language = forms.ChoiceField(label=_("Language"), choices=languages, required=False)
    roles = RolesField()

    def __init__(self, *args: Any, by: frozenset[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer_roles(self, by)


class CustomerForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=120, required=False)
    organization_name = forms.CharField(label=_("Company"), max_length=120, required=False)
    phone = forms.CharField(label=_("Phone"), max_length=40, required=False)
    time_zone = forms.ChoiceField(label=_("Time zone"), choices=zones, required=False)
    language = forms.ChoiceField(label=_("Language"), choices=languages, required=False)


class RoleForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=60)
    description = forms.CharField(label=_("Description"), max_length=200, required=False)
    permissions = forms.MultipleChoiceField(
        label=_("Permissions"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=lambda: [(one.name, one.label) for one in all_permissions()],
    )
