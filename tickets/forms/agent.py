"""What agents send in: parsed and checked, never written here."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy as _

from tickets.models import Draft, Message, Priority, Status

MAX_PEOPLE = 20


def split_addresses(text: str) -> list[str]:
    """Addresses separated by commas, semicolons or spaces. Raises ValidationError for what is none."""
    parts = [part.strip("<> ") for part in text.replace(";", ",").replace("\n", ",").split(",")]
    found = [part.split("<")[-1].strip("> ") for part in parts if part]
    for address in found:
        try:
            validate_email(address)
        except ValidationError as error:
            raise ValidationError(
                _("“%(address)s” is no e-mail address."), params={"address": address}
            ) from error
    if len(found) > MAX_PEOPLE:
        raise ValidationError(_("At most %(number)s people."), params={"number": MAX_PEOPLE})
    return list(dict.fromkeys(address.lower() for address in found))


class PeopleField(forms.CharField):
    """Addresses as people type them; clean gives a list."""

    def clean(self, value: Any) -> Any:
        return split_addresses(super().clean(value) or "")


class WriteForm(forms.Form):
    """A reply, a comment or a forward."""

    mode = forms.ChoiceField(choices=Draft.Mode.choices)
    body = forms.CharField(required=False, max_length=1_000_000, strip=False)
    body_format = forms.ChoiceField(choices=[("html", "html"), ("text", "text")], required=False)
    to = PeopleField(required=False)
    cc = PeopleField(required=False)
    kind = forms.TypedChoiceField(choices=Message.Kind.choices, coerce=int, required=False, empty_value=None)
    status = forms.TypedChoiceField(choices=Status.choices, coerce=int, required=False, empty_value=None)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("mode") == Draft.Mode.FORWARD and not self.errors and not data.get("to"):
            self.add_error("to", _("Say to whom it goes."))
        return data

    @property
    def first_error(self) -> str:
        """One sentence for the place over the writer."""
        return next((str(error) for errors in self.errors.values() for error in errors), "")


class ActionForm(forms.Form):
    """The value of an action on one ticket or on many."""

    value = forms.CharField(required=False, max_length=255)
    agent = forms.IntegerField(required=False, min_value=0, max_value=2**31 - 1)
    comment = forms.CharField(required=False, max_length=20_000)

    @property
    def number(self) -> int:
        """The value as an id or a choice; 0 for anything else."""
        text = self.cleaned_data["value"]
        return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


class NewTicketForm(forms.Form):
    """A ticket that an agent opens for a customer. `fields` are those of the chosen group's department."""

    key = forms.CharField(max_length=40)
    customer = forms.IntegerField(required=False)
    name = forms.CharField(required=False, max_length=120, label=_("Name"))
    email = forms.EmailField(required=False, max_length=254, label=_("E-mail address"))
    group = forms.IntegerField(label=_("Department and group"))
    agent = forms.IntegerField(required=False)
    subject = forms.CharField(max_length=255, label=_("Subject"))
    body = forms.CharField(required=False, max_length=1_000_000, strip=False)
    body_format = forms.ChoiceField(choices=[("html", "html"), ("text", "text")], required=False)
    way = forms.ChoiceField(choices=[("write", "write"), ("note", "note")], required=False)
    mode = forms.CharField(required=False, max_length=10)
    cc = PeopleField(required=False, label=_("Cc"))
    tags = forms.CharField(required=False, max_length=300, label=_("Tags"))
    priority = forms.TypedChoiceField(
        choices=Priority.choices,
        coerce=int,
        required=False,
        empty_value=None,
        label=_("Priority"),
    )
    status = forms.TypedChoiceField(choices=Status.choices, coerce=int, required=False, empty_value=None)

    def __init__(self, *args: Any, fields: Mapping[str, forms.Field] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._custom = tuple(fields or ())
        self.fields.update(fields or {})

    @property
    def custom(self) -> list[BoundField]:
        """What the department asks for."""
        return [self[name] for name in self._custom]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not data.get("customer") and not data.get("email") and "email" not in self.errors:
            self.add_error("email", _("Pick a customer, or give an address."))
        return data

    def clean_tags(self) -> tuple[str, ...]:
        """Separated by commas."""
        names = (" ".join(name.split())[:40] for name in self.cleaned_data["tags"].split(","))
        return tuple(dict.fromkeys(name for name in names if name))[:20]
