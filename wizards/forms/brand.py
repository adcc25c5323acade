"""The brand, as the wizard asks for it: what customers see and where mail comes from."""

from django import forms
from django.utils.translation import gettext_lazy as _

from organization.forms.brands import BrandForm


class SetupBrandForm(BrandForm):
    """The rest has good defaults, and stands in the settings."""

    sender_address = forms.EmailField(
        label=_("E-mail address"),
        max_length=254,
        help_text=_("Where customers write to; all mails come from it"),
    )
    base_url = forms.URLField(
        label=_("Address of the portal"),
        max_length=200,
        assume_scheme="https",
        widget=forms.URLInput(attrs={"dir": "ltr"}),
        help_text=_("Links in mails begin with it"),
    )
    sender_name = None  # type: ignore[assignment]  # Django's way to leave a field out
    welcome = None  # type: ignore[assignment]  # Django's way to leave a field out
    is_default = None  # type: ignore[assignment]  # Django's way to leave a field out

    field_order = ("name", "sender_address", "base_url", "host", "colour", "language", "logo")
