"""Engine, place and account, as people enter them."""

from pathlib import Path
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from wizards.connection.engines import ENGINES, POSTGRESQL
from wizards.connection.target import Target, sqlite_in

_MONO = {
    "class": "mono",
    "dir": "ltr",
    "autocomplete": "off",
    "spellcheck": "false",
    "autocapitalize": "none",
}
NAME_LENGTH = 63


def _text(**attributes: str) -> forms.TextInput:
    return forms.TextInput(attrs={**_MONO, **attributes})


class EngineField(forms.ChoiceField):
    """Radio choices with a sentence each."""

    choice_hints = {engine.key: engine.note for engine in ENGINES.values()}


class ConnectionForm(forms.Form):
    """`target()` after `is_valid()`."""

    engine = EngineField(
        label=_("Engine"),
        choices=[(engine.key, engine.label) for engine in ENGINES.values()],
        widget=forms.RadioSelect,
        initial=POSTGRESQL.key,
    )
    host = forms.CharField(
        label=_("Host"), max_length=253, required=False, widget=_text(), initial="localhost"
    )
    port = forms.IntegerField(
        label=_("Port"), min_value=1, max_value=65535, required=False, widget=_text(inputmode="numeric")
    )
    name = forms.CharField(
        label=_("Database name"),
        max_length=NAME_LENGTH,
        required=False,
        widget=_text(),
        initial="helpdesk",
        help_text=_("Created if it does not exist"),
    )
    user = forms.CharField(label=_("User"), max_length=128, required=False, strip=False, widget=_text())
    password = forms.CharField(
        label=_("Password"),
        max_length=512,
        required=False,
        strip=False,
        widget=forms.PasswordInput(render_value=True, attrs={"autocomplete": "off", "dir": "ltr"}),
    )

    def clean_host(self) -> str:
        host: str = self.cleaned_data["host"].strip().removeprefix("[").removesuffix("]")
        if any(letter in host for letter in "/@?# ") or host.startswith("-"):
            raise forms.ValidationError(_("Enter a host name or an address, without a path or a port."))
        return host

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"]
        if any(letter in name for letter in "/\\\0") or name in {
            "postgres",
            "mysql",
            "information_schema",
            "sys",
        }:
            raise forms.ValidationError(_("Enter a name of the desk's own, without slashes."))
        return name

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        engine = ENGINES.get(data.get("engine", ""))
        if engine is None or not engine.is_server:
            return data
        for field in ("host", "name", "user"):
            if not data.get(field) and field not in self.errors:
                self.add_error(field, _("This is needed for %(engine)s.") % {"engine": engine.label})
        data["port"] = data.get("port") or engine.port
        return data

    def target(self) -> Target:
        """What is to be tried."""
        data = self.cleaned_data
        engine = ENGINES[data["engine"]]
        if not engine.is_server:
            return sqlite_in(Path(settings.VAR_DIR))
        return Target(engine, data["name"], data["host"], data["port"], data["user"], data["password"])
