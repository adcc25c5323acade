"""Whom to invite: a row a person, empty rows are left out."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.forms.formsets import BaseFormSet
from django.utils.translation import gettext_lazy as _

from accounts.models import Role
from organization.models import Group

if TYPE_CHECKING:
    _RowsBase = BaseFormSet["AgentRowForm"]
else:
    _RowsBase = BaseFormSet

MOST = 50
BLANK_ROWS = 3
AGENT = ""


def _groups() -> list[tuple[str, str]]:
    """Groups in use, with their departments."""
    rows = Group.objects.filter(is_active=True, department__is_active=True).select_related("department")
    rows = rows.order_by("department__brand_id", "department__sort", "department_id", "sort", "id")
    return [(str(group.pk), f"{group.department.name} · {group.name}") for group in rows]


class AgentRowForm(forms.Form):
    """Name and address of one; where they work and what they may do have defaults."""

    name = forms.CharField(label=_("Name"), max_length=120)
    email = forms.EmailField(label=_("E-mail"), max_length=254)
    group = forms.ChoiceField(label=_("Works in"), required=False)
    role = forms.ChoiceField(
        label=_("Role"),
        required=False,
        choices=[
            (AGENT, _("Agent")),
            (Role.Builtin.MANAGER.value, _("Manager")),
            (Role.Builtin.ADMINISTRATOR.value, _("Administrator")),
        ],
    )

    def __init__(self, *args: Any, groups: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["group"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = groups
        field.initial = groups[0][0] if groups else ""

    def has_changed(self) -> bool:
        """A row without name and address is blank, whatever its lists say."""
        return bool({"name", "email"} & set(self.changed_data))


class AgentsFormSet(_RowsBase):
    """All rows; an address stands in one of them only."""

    @property
    def entered(self) -> list[AgentRowForm]:
        return [form for form in self.forms if form.has_changed()]

    def clean(self) -> None:
        seen: set[str] = set()
        for form in self.entered:
            key = str(getattr(form, "cleaned_data", {}).get("email", "")).lower()
            if key and key in seen:
                form.add_error("email", _("This address stands above already."))
            seen.add(key)


_FormSet: type[AgentsFormSet] = forms.formset_factory(  # type: ignore[assignment]  # it makes a subclass of `formset`
    AgentRowForm, formset=AgentsFormSet, extra=BLANK_ROWS, max_num=MOST, absolute_max=MOST
)


def rows(data: Any = None) -> AgentsFormSet:
    """The rows, filled or blank."""
    return _FormSet(data, prefix="a", form_kwargs={"groups": _groups()})


class OwnGroupForm(forms.Form):
    """Where the administrator takes tickets."""

    own = forms.ChoiceField(label=_("You work in"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["own"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("No group: I only look after the desk")), *_groups()]
