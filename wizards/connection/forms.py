"""Engine, place and account, as people enter them."""

import ssl
from pathlib import Path
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from wizards.connection import encryption
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


class EncryptionField(forms.ChoiceField):
    """Radio choices with a sentence each."""

    choice_hints = encryption.NOTES


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
        label=_("Port"),
        min_value=1,
        max_value=65535,
        required=False,
        widget=_text(inputmode="numeric"),
        error_messages=dict.fromkeys(
            ("invalid", "min_value", "max_value"), _("Enter a port, a number from 1 to 65535.")
        ),
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
    encryption = EncryptionField(
        label=_("Encryption"),
        choices=list(encryption.WAYS.items()),
        widget=forms.RadioSelect,
        initial=encryption.OFFERED,
        required=False,
    )
    authority = forms.CharField(
        label=_("Certificate of the authority"),
        max_length=1024,
        required=False,
        widget=_text(),
        help_text=_(
            "Full path of the file on this server. "
            "For public authorities usually /etc/ssl/certs/ca-certificates.crt"
        ),
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
        if data.get("encryption") == encryption.VERIFIED and "authority" not in self.errors:
            self._check_authority(data["authority"])
        return data

    def _check_authority(self, path: str) -> None:
        if not path.startswith("/"):
            self.add_error("authority", _("Enter the full path of the file, beginning with “/”."))
            return
        try:
            ssl.create_default_context(cafile=path)
        except ssl.SSLError:
            self.add_error("authority", _("This is no certificate in PEM form"))
        except OSError as error:
            said = error.strerror or str(error)
            self.add_error("authority", _("The desk cannot read this file: %(said)s.") % {"said": said})

    def target(self, now: Target | None = None) -> Target:
        """What is to be tried. What the form does not ask for is as with the database of `now`."""
        data = self.cleaned_data
        engine = ENGINES[data["engine"]]
        if not engine.is_server:
            return sqlite_in(Path(settings.VAR_DIR))
        options = encryption.options(engine, data["encryption"] or encryption.OFFERED, data["authority"])
        if now is not None:
            options |= encryption.unasked(now, engine)
        account = (data["user"], data["password"])
        return Target(engine, data["name"], data["host"], data["port"], *account, options)
