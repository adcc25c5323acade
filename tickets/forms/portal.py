"""What customers fill in on the portal."""

from collections.abc import Collection, Mapping
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy as _

from organization.models import Department
from tickets.services.content import MAX_TEXT

_HONEYPOT = {"autocomplete": "off", "tabindex": "-1"}
PARTS = ("department", "question")
_QUESTION = frozenset({"name", "email", "subject", "message", "website"})


class SubmitForm(forms.Form):
    """A new ticket, whole or one page of it. `website` is for robots only: people do not see it.

    `first` and `second` are the department's fields of the two steps.
    """

    department = forms.TypedChoiceField(
        label=_("Who should read this?"),
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose who should read this.")},
    )
    name = forms.CharField(
        label=_("Your name"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": _("Tell us your name, so that we know whom we answer.")},
    )
    email = forms.EmailField(
        label=_("Your e-mail address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        help_text=_("Our answer goes there, with a link to follow the ticket"),
        error_messages={
            "required": _("Without an address we cannot answer."),
            "invalid": _("This does not look like an address. Is there an @ in it?"),
        },
    )
    subject = forms.CharField(
        label=_("Subject"),
        max_length=255,
        error_messages={"required": _("Say in a few words what it is about.")},
    )
    message = forms.CharField(
        label=_("What happens?"),
        max_length=MAX_TEXT,
        required=False,
        widget=forms.Textarea(attrs={"rows": 8}),
    )
    website = forms.CharField(required=False, widget=forms.TextInput(attrs=_HONEYPOT))

    def __init__(
        self,
        *args: Any,
        departments: list[Department],
        is_guest: bool,
        parts: Collection[str] = PARTS,
        first: Mapping[str, forms.Field] | None = None,
        second: Mapping[str, forms.Field] | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.departments = {department.pk: department for department in departments}
        self._first, self._second = dict(first or {}), dict(second or {})
        field = self.fields["department"]
        assert isinstance(field, forms.TypedChoiceField)
        field.choices = [(pk, department.name) for pk, department in self.departments.items()]
        hints = {pk: department.description for pk, department in self.departments.items()}
        field.choice_hints = hints  # type: ignore[attr-defined]  # read by the `field` tag
        if is_guest is False:
            del self.fields["name"], self.fields["email"]
        for part in PARTS:
            if part not in parts:
                self._leave_out(part)
        self.fields |= self._first | self._second
        for control in self.fields.values():
            control.widget.attrs.setdefault("dir", "auto") if control.label else None

    def _leave_out(self, part: str) -> None:
        """A page of several asks only its own part."""
        if part == "department":
            del self.fields["department"]
            self._first = {}
        else:
            self._second = {}
            for name in _QUESTION & self.fields.keys():
                del self.fields[name]

    @property
    def first(self) -> list[BoundField]:
        """The department's fields of the first step."""
        return [self[name] for name in self._first]

    @property
    def second(self) -> list[BoundField]:
        """The department's fields of the second step."""
        return [self[name] for name in self._second]

    @property
    def chosen(self) -> Department:
        """The department of a valid form."""
        return self.departments[self.cleaned_data["department"]]

    @property
    def is_robot(self) -> bool:
        """Something stands in the field that nobody sees."""
        return bool(self.data.get("website"))


class ReplyForm(forms.Form):
    """More text in a ticket."""

    text = forms.CharField(
        label=_("Your reply"),
        max_length=MAX_TEXT,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
    )


class FollowForm(forms.Form):
    """The number of a ticket and the address it was opened with."""

    number = forms.CharField(
        label=_("Ticket number"),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off", "dir": "ltr"}),
        error_messages={"required": _("Type the number from our mail.")},
    )
    email = forms.EmailField(
        label=_("Your e-mail address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={"required": _("Type the address that you wrote to us from.")},
    )
