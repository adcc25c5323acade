"""Brands, as administrators fill them in."""

import re

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from organization.services.brands import LOGO_TYPES

_HOST = re.compile(r"^[a-z0-9]([a-z0-9.-]{0,118}[a-z0-9])?$")


class BrandForm(forms.Form):
    name = forms.CharField(
        label=_("Name"), max_length=80, help_text=_("Customers read it at the top of each page")
    )
    host = forms.CharField(
        label=_("Host name"),
        max_length=120,
        required=False,
        widget=forms.TextInput(attrs={"dir": "ltr", "placeholder": "help.example.com"}),
        help_text=_("Who comes by this name sees this brand. Empty: only as the default"),
    )
    base_url = forms.URLField(
        label=_("Address in mails"),
        max_length=200,
        required=False,
        assume_scheme="https",
        widget=forms.URLInput(attrs={"dir": "ltr", "placeholder": "https://help.example.com"}),
        help_text=_("Links in mails begin with it"),
    )
    language = forms.ChoiceField(
        label=_("Language"),
        choices=lambda: settings.LANGUAGES,
        help_text=_("Of mails to people whose language is not known"),
    )
    sender_name = forms.CharField(
        label=_("Sender’s name"), max_length=80, required=False, help_text=_("Empty: the brand’s name")
    )
    sender_address = forms.EmailField(
        label=_("Sender’s address"), max_length=254, required=False, help_text=_("Mails come from it")
    )
    welcome = forms.CharField(
        label=_("Welcome"),
        max_length=200,
        required=False,
        help_text=_("One line on the first page of the portal"),
    )
    colour = forms.CharField(
        label=_("Colour"),
        max_length=7,
        widget=forms.TextInput(attrs={"type": "color", "class": "form-control-color"}),
        help_text=_("If text on it cannot be read, we show it darker and say so"),
    )
    logo = forms.FileField(
        label=_("Logo"),
        required=False,
        widget=forms.FileInput(attrs={"accept": ",".join(sorted(LOGO_TYPES))}),
        help_text=_("PNG, JPEG or WebP, up to 512 kB; it is shown 30 pixels high"),
    )
    remove_logo = forms.BooleanField(label=_("Remove the logo"), required=False)
    is_default = forms.BooleanField(
        label=_("Default brand"), required=False, help_text=_("Every host name that no brand has leads to it")
    )

    def clean_host(self) -> str:
        host: str = self.cleaned_data["host"].strip().lower()
        if host and not _HOST.match(host):
            raise forms.ValidationError(_("Only the name itself, without https:// and without a path."))
        return host


class DepartmentForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=80)
    description = forms.CharField(
        label=_("What it is for"),
        max_length=200,
        required=False,
        help_text=_("Customers read it when they choose who should read their ticket"),
    )
    is_public = forms.BooleanField(
        label=_("Customers can choose it on the portal"),
        required=False,
        help_text=_("Otherwise only mail and agents bring tickets here"),
    )
    auto_respond = forms.BooleanField(
        label=_("Answer at once that the ticket has arrived"),
        required=False,
        help_text=_("Once a ticket, never to automatic mail"),
    )


class MemberForm(forms.Form):
    receives_tickets = forms.BooleanField(label=_("Gets tickets"), required=False)
    receives_chats = forms.BooleanField(label=_("Gets chats"), required=False)
    ticket_limit = forms.IntegerField(label=_("Tickets at most"), min_value=0, max_value=9999)
    chat_limit = forms.IntegerField(label=_("Chats at most"), min_value=0, max_value=99)
    weight = forms.IntegerField(label=_("Weight"), min_value=1, max_value=100)
