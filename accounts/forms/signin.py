from typing import Any

from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from common import throttle

CODE_TRIES = 8
CODE_SECONDS = 300
USED_SECONDS = 3600  # much longer than a code lives


class SignInForm(forms.Form):
    username = forms.CharField(
        label=_("E-mail or user name"),
        max_length=254,
        widget=forms.TextInput(
            attrs={"autocomplete": "username webauthn", "autocapitalize": "none", "spellcheck": "false"}
        ),
    )
    password = forms.CharField(
        label=_("Password"),
        max_length=1024,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    remember = forms.BooleanField(label=_("Keep me signed in for 30 days"), required=False)


def _describe(field: forms.Field) -> None:
    field.label = _("Six digits")
    field.widget.attrs = {"autocomplete": "one-time-code", "inputmode": "numeric", "maxlength": "12"}


class _ThrottledCode:
    """A code works once and guessing is limited by person, the same for all processes and nodes."""

    user: User

    def clean_code(self) -> str:
        if not throttle.hit(f"factor:{self.user.pk}", limit=CODE_TRIES, seconds=CODE_SECONDS):
            raise forms.ValidationError(
                _("Too many wrong codes. Wait five minutes, then use a new code."), code="throttled"
            )
        code = str(super().clean_code())  # type: ignore[misc]  # the form that this is mixed into
        if not throttle.once(f"code:{self.user.pk}:{code}", seconds=USED_SECONDS):
            raise forms.ValidationError(_("This code was used already. Wait for the next one."), code="used")
        return code


class CodeForm(_ThrottledCode, AuthenticateForm):  # type: ignore[misc]  # allauth ships no types
    """The second step of signing in."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _describe(self.fields["code"])


class ConfirmByCodeForm(_ThrottledCode, ReauthenticateForm):  # type: ignore[misc]  # allauth ships no types
    """Proves anew who is there, before a factor is changed."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _describe(self.fields["code"])
