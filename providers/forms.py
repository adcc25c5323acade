"""The form of a provider. Secrets are never shown; an empty field keeps the one that is there."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from common import outgoing
from common.text import Text
from providers.models import Kind, Provider

ALLOW: dict[str, Text] = {
    Kind.LOGIN: _("The other ways to sign in are tried"),
    Kind.FIELDS: _("The form is shown as its template says"),
    Kind.TICKETS: _("The ticket is made where the customer chose, with a comment"),
    Kind.CHATS: _("The chat begins where the customer chose"),
    Kind.USERINFO: _("The area stays empty"),
    Kind.EVENTS: _("It is tried again later"),
}
REFUSE: dict[str, Text] = {
    Kind.LOGIN: _("Nobody signs in by the portal; the customer reads this message"),
    Kind.FIELDS: _("No ticket and no chat; the customer reads this message"),
    Kind.TICKETS: _("No ticket; the customer reads this message"),
    Kind.CHATS: _("No chat; the customer reads this message"),
}
COOKIE = ("cookie_name", "cookie_secret", "cookie_digest", "cookie_minutes")


class ProviderForm(forms.Form):
    url = forms.CharField(label=_("Web Service URL"), max_length=500)
    password = forms.CharField(
        label=_("Web Service Password"),
        max_length=500,
        required=False,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    timeout_seconds = forms.FloatField(
        label=_("Wait at most"), min_value=0.5, max_value=30, help_text=_("Seconds, for the whole call")
    )
    soap_version = forms.ChoiceField(label=_("Protocol"), choices=Provider.SoapVersion.choices)
    on_failure = forms.ChoiceField(
        label=_("When it is down, slow, or answers nonsense"),
        choices=Provider.OnFailure.choices,
        widget=forms.RadioSelect,
    )
    failure_message = forms.CharField(
        label=_("Message when refused"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Used with Refuse. Left empty, the desk says that it is not possible right now"),
    )
    cookie_name = forms.RegexField(
        r"^[!#$%&'*+.^_`|~0-9A-Za-z-]+$",
        label=_("Name of the cookie"),
        max_length=80,
        required=False,
        help_text=_("Set by your other site for a domain that both share. Empty: no single sign-on"),
        error_messages={"invalid": _("A cookie’s name has no blanks and no special letters")},
    )
    cookie_secret = forms.CharField(
        label=_("Secret of the signature"),
        max_length=500,
        required=False,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    cookie_digest = forms.ChoiceField(label=_("Signature"), choices=Provider.Digest.choices)
    cookie_minutes = forms.IntegerField(
        label=_("Longest life"), min_value=1, max_value=60 * 24 * 30, help_text=_("Minutes")
    )

    def __init__(self, data: Any = None, *, provider: Provider) -> None:
        self.provider = provider
        names = [name for name in self.base_fields if not name.endswith(("password", "secret"))]
        initial = {name: getattr(provider, name) for name in names}
        initial["timeout_seconds"] = f"{provider.timeout_seconds:g}"
        super().__init__(data, initial=initial)
        if provider.kind != Kind.LOGIN:
            for name in COOKIE:
                del self.fields[name]
        self._hints()

    def _hints(self) -> None:
        kind = self.provider.kind
        policy = self.fields["on_failure"]
        policy.choice_hints = {"allow": ALLOW[kind], "refuse": REFUSE.get(kind, "")}  # type: ignore[attr-defined]  # read by {% field %}
        if kind not in REFUSE:  # nobody asks for leave here: there is nothing to refuse
            for name in ("on_failure", "failure_message"):
                del self.fields[name]
        kept = _("Leave it empty to keep the one that is set")
        sent = _("Sent as authPW, never logged")
        self.fields["password"].help_text = kept if self.provider.password else sent
        if "cookie_secret" in self.fields:
            fresh = _("Long and random; both sites know it")
            self.fields["cookie_secret"].help_text = kept if self.provider.cookie_secret else fresh

    @property
    def cookie_fields(self) -> list[forms.BoundField]:
        """Those of single sign-on; none but for the login provider."""
        return [self[name] for name in COOKIE if name in self.fields]

    def clean_url(self) -> str:
        url: str = self.cleaned_data["url"].strip()
        try:
            return outgoing.check_url(url)
        except outgoing.OutgoingError as error:
            if error.reason == "forbidden":
                said = _("This address lies in a private network; the desk may not call it.")
            else:
                said = _("Enter an address that begins with https:// or http://")
            raise forms.ValidationError(said) from error

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        secret = cleaned.get("cookie_secret") or self.provider.cookie_secret
        if cleaned.get("cookie_name") and not secret:
            self.add_error("cookie_secret", _("A cookie without a signature could be made by anybody."))
        return cleaned

    def fill(self) -> Provider:
        """The provider with what was entered; not saved."""
        for name, value in self.cleaned_data.items():
            is_secret = name in {"password", "cookie_secret"}
            if value or not is_secret:
                setattr(self.provider, name, value)
        return self.provider


class TestForm(forms.Form):
    """What a test asks with. It is sent together with the provider's form."""

    __test__ = False  # it is no test of pytest's
    method = forms.CharField(max_length=40, required=False)
    try_username = forms.CharField(label=_("User name"), max_length=200, required=False)
    try_password = forms.CharField(
        label=_("Password"),
        max_length=200,
        required=False,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
    )
    try_department = forms.CharField(label=_("Department"), max_length=200, required=False)
