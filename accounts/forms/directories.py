"""Forms of directories. The password is never shown; an empty field keeps the one that is there."""

import ssl
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.gateways import is_dn, is_filter
from accounts.models import Directory
from common.text import Text

SECURITY: dict[str, Text] = {
    Directory.Security.TLS: _("Encrypted from the start, port 636"),
    Directory.Security.STARTTLS: _("Begins open, then encrypted, port 389; never goes on without"),
    Directory.Security.NONE: _("Everybody on the way can read the passwords"),
}
BINDING: dict[str, Text] = {
    Directory.Binding.SERVICE: _("It needs to read people and groups, nothing else"),
    Directory.Binding.PERSON: _("With their own name and password; no other password is kept here"),
}
KINDS: dict[str, Text] = {
    Directory.Kind.AD: _("Also Samba as a domain controller"),
    Directory.Kind.LDAP: _("OpenLDAP, FreeIPA, 389 and others"),
}
# what an empty field means, by kind
DEFAULTS: dict[str, dict[str, str]] = {
    Directory.Kind.AD: {
        "user_filter": "(&(objectCategory=person)(objectClass=user)(sAMAccountName=#USER#))",
        "name_attribute": "displayName",
        "mail_attribute": "mail",
    },
    Directory.Kind.LDAP: {
        "user_filter": "(&(objectClass=person)(uid=#USER#))",
        "name_attribute": "cn",
        "mail_attribute": "mail",
    },
}
# a kept password goes only to the servers, and as safely, as it was entered for
GUARDED = ("servers", "security", "verify_certificate", "ca_certificate", "bind_name")
HIDDEN = ("bind_password", "try_name", "try_password")


def _hints(field: forms.Field, hints: dict[str, Text]) -> None:
    field.choice_hints = hints  # type: ignore[attr-defined]  # read by {% field %}


def _lines(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows, "spellcheck": "false", "autocapitalize": "off", "dir": "ltr"})


class DirectoryForm(forms.Form):
    """A directory, and a person to try it with, who is not kept."""

    name = forms.CharField(
        label=_("Domain"),
        max_length=60,
        help_text=_("What people write before the backslash"),
    )
    kind = forms.ChoiceField(
        label=_("Kind"), choices=Directory.Kind.choices, widget=forms.RadioSelect, initial=Directory.Kind.AD
    )
    is_default = forms.BooleanField(
        label=_("Also for names without a domain"),
        required=False,
        help_text=_("Names that have a password here are not asked for there"),
    )
    servers = forms.CharField(
        label=_("Servers"),
        max_length=1000,
        widget=_lines(2),
        help_text=_("One a line, dc1.northwind.example or with a port; tried in this order"),
    )
    timeout = forms.IntegerField(
        label=_("Patience"),
        min_value=1,
        max_value=30,
        initial=5,
        help_text=_("Seconds to wait for each server"),
    )
    security = forms.ChoiceField(
        label=_("Security"),
        choices=Directory.Security.choices,
        widget=forms.RadioSelect,
        initial=Directory.Security.TLS,
    )
    verify_certificate = forms.BooleanField(
        label=_("Check the server’s certificate"),
        required=False,
        initial=True,
        help_text=_("Without it anybody on the way can pretend to be the server and read the passwords"),
    )
    ca_certificate = forms.CharField(
        label=_("Certificate of the authority"),
        max_length=100_000,
        required=False,
        widget=_lines(3),
        help_text=_("PEM. Empty: the authorities that this machine trusts"),
    )
    binding = forms.ChoiceField(
        label=_("Who looks people up"),
        choices=Directory.Binding.choices,
        widget=forms.RadioSelect,
        initial=Directory.Binding.SERVICE,
    )
    bind_name = forms.CharField(
        label=_("Its name"),
        max_length=300,
        required=False,
        help_text=_("A distinguished name, or desk@northwind.example. Empty: without a name"),
    )
    bind_password = forms.CharField(
        label=_("Its password"), max_length=500, required=False, strip=False, widget=forms.PasswordInput
    )
    person_name = forms.CharField(
        label=_("Name people sign in with there"),
        max_length=300,
        required=False,
        help_text=_("#USER#@northwind.example or uid=#USER#,ou=people,dc=northwind,dc=example"),
    )
    base_dn = forms.CharField(
        label=_("Search below"), max_length=300, help_text=_("For example dc=northwind,dc=example")
    )
    user_filter = forms.CharField(
        label=_("Filter for one person"),
        max_length=300,
        required=False,
        help_text=_("#USER# is the name. Empty: by sAMAccountName, or by uid"),
    )
    name_attribute = forms.CharField(
        label=_("Attribute of the name"),
        max_length=60,
        required=False,
        help_text=_("Empty: displayName, or cn"),
    )
    mail_attribute = forms.CharField(
        label=_("Attribute of the e-mail address"), max_length=60, required=False, help_text=_("Empty: mail")
    )
    group_base = forms.CharField(
        label=_("Search groups below"), max_length=300, required=False, help_text=_("Empty: as above")
    )
    nested_groups = forms.BooleanField(label=_("Groups in groups count too"), required=False, initial=True)
    admits = forms.ChoiceField(
        label=_("Who may come in"),
        choices=Directory.Admits.choices,
        widget=forms.RadioSelect,
        initial=Directory.Admits.MAPPED,
    )
    joins_accounts = forms.BooleanField(
        label=_("Join accounts that have the same e-mail address here"),
        required=False,
        help_text=_("Only when nobody can write another person’s address into the directory"),
    )
    try_name = forms.CharField(
        label=_("Name of a person"),
        max_length=200,
        required=False,
        help_text=_("As in the directory, without the domain"),
    )
    try_password = forms.CharField(
        label=_("Their password"),
        max_length=500,
        required=False,
        strip=False,
        widget=forms.PasswordInput,
        help_text=_("Not kept. Empty: it is not tried"),
    )

    def __init__(self, *args: Any, directory: Directory, **kwargs: Any) -> None:
        self.directory = directory
        self._known = {name: getattr(directory, name) for name in GUARDED}
        self.has_password = bool(directory.pk and directory.bind_password)
        if directory.pk:
            kept = [name for name in self.base_fields if name not in HIDDEN]
            kwargs["initial"] = {name: getattr(directory, name) for name in kept}
        super().__init__(*args, **kwargs)
        for name, hints in (("security", SECURITY), ("binding", BINDING), ("kind", KINDS)):
            _hints(self.fields[name], hints)
        for name in ("bind_password", "try_password"):
            self.fields[name].widget.attrs["autocomplete"] = "new-password"
        if self.has_password:
            self.fields["bind_password"].help_text = _("One is set. Leave this empty to keep it")

    def clean_name(self) -> str:
        name = str(self.cleaned_data["name"])
        if any(char in name for char in "\\/@ "):
            raise forms.ValidationError(_("One word, without @ and slashes"))
        return name

    def clean_servers(self) -> str:
        found = str(self.cleaned_data["servers"]).lower().split()
        for line in found:
            host, colon, port = line.rpartition(":")
            fine = not colon or line.endswith("]") or (host and port.isdigit() and 0 < int(port) < 65536)
            if not fine or any(char in line for char in "/@\\,;"):
                raise forms.ValidationError(_("Only names of servers, like dc1.northwind.example:636"))
        return "\n".join(found)

    def clean_ca_certificate(self) -> str:
        text = str(self.cleaned_data["ca_certificate"]).strip()
        if text:
            try:
                ssl.create_default_context(cadata=text)
            except (ssl.SSLError, ValueError) as error:
                raise forms.ValidationError(_("This is no certificate in PEM form")) from error
        return text

    def clean_base_dn(self) -> str:
        return self._name(str(self.cleaned_data["base_dn"]))

    def clean_group_base(self) -> str:
        return self._name(str(self.cleaned_data["group_base"]))

    def _name(self, dn: str) -> str:
        if dn and not is_dn(dn):
            raise forms.ValidationError(_("A distinguished name, like ou=people,dc=northwind,dc=example"))
        return dn

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for name, value in DEFAULTS[data.get("kind") or Directory.Kind.AD].items():
            data[name] = data.get(name) or value
        if "#USER#" not in data["user_filter"] or not is_filter(data["user_filter"].replace("#USER#", "x")):
            self.add_error("user_filter", _("A filter in brackets with #USER# in it, like (uid=#USER#)"))
        if data.get("binding") == Directory.Binding.PERSON and "#USER#" not in data.get("person_name", ""):
            self.add_error("person_name", _("Say where the name stands: #USER#"))
        self._check_password(data)
        return data

    def _check_password(self, data: dict[str, Any]) -> None:
        """A kept password goes to no other server, in no other name and no less safely than entered."""
        asked = data.get("binding") == Directory.Binding.SERVICE and data.get("bind_name")
        if data.get("bind_password") or self.errors or not asked:
            return
        if not self.has_password:
            self.add_error("bind_password", _("Enter the password"))
        elif any(data.get(name) != self._known[name] for name in GUARDED):
            self.add_error(
                "bind_password", _("Server, security or name are changed: enter the password again")
            )

    def fill(self) -> Directory:
        """The directory as the form says, not saved."""
        data = self.cleaned_data
        for name in self.base_fields:
            if name not in HIDDEN:
                setattr(self.directory, name, data[name])
        if data["bind_password"]:
            self.directory.bind_password = data["bind_password"]
        if data["binding"] == Directory.Binding.PERSON or not data["bind_name"]:
            self.directory.bind_name = self.directory.bind_password = ""
        return self.directory
