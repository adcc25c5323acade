"""Portal Settings, Options."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.permissions import PASSWORDS_MAY_CHANGE
from tickets.permissions import CUSTOMERS_MAY_CLOSE

# the form's fields and the options they set
OPTIONS = {"change_passwords": PASSWORDS_MAY_CHANGE, "may_close": CUSTOMERS_MAY_CLOSE}


class OptionsForm(forms.Form):
    change_passwords = forms.BooleanField(
        label=_("Enable users to change passwords"),
        required=False,
        help_text=_(
            "Off: only where passwords are kept elsewhere; a forgotten one cannot be set anew by mail then"
        ),
    )
    may_close = forms.BooleanField(
        label=_("Customers may close tickets"),
        required=False,
        help_text=_("They see “Solved, close it” beside the reply; a reply opens the ticket again"),
    )
