"""Forms of mail accounts. The password is never shown; an empty field keeps the one that is there."""

from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from common.text import Text
from mail.models import MailAccount, SmtpAccount
from mail.models.accounts import Security
from mail.selectors.accounts import departments
from organization.models import Department
from organization.selectors import brands

if TYPE_CHECKING:
    _DepartmentBase = forms.ModelChoiceField[Department]
else:
    _DepartmentBase = forms.ModelChoiceField

PORTS = {
    "imap": {"tls": 993, "starttls": 143, "none": 143},
    "pop3": {"tls": 995, "starttls": 110, "none": 110},
    "smtp": {"tls": 465, "starttls": 587, "none": 25},
}
SECURITY: tuple[tuple[str, Text, Text], ...] = (
    (Security.TLS, _("TLS"), _("Encrypted from the start")),
    (Security.STARTTLS, _("STARTTLS"), _("Begins open, then encrypted; never goes on without")),
    (Security.NONE, _("None"), _("Everybody on the way can read it")),
)


def with_hints(field: forms.Field, hints: dict[str, Text]) -> None:
    """The second lines of the choices, for {% field %}."""
    field.choice_hints = hints  # type: ignore[attr-defined]  # read by {% field %}


class DepartmentField(_DepartmentBase):
    """A department, with the name of its brand."""

    def __init__(self) -> None:
        super().__init__(
            queryset=departments(),
            label=_("For"),
            empty_label=None,
            help_text=_("Tickets from here go to it"),
        )

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.name} · {obj.brand.name}"


class ServerForm(forms.Form):
    """What all mail servers ask for."""

    kind = "smtp"
    host = forms.CharField(label=_("Server"), max_length=200, help_text=_("Its name, without http or port"))
    security = forms.ChoiceField(
        label=_("Security"),
        choices=[(value, label) for value, label, _hint in SECURITY],
        widget=forms.RadioSelect,
        initial=Security.TLS,
    )
    port = forms.IntegerField(label=_("Port"), min_value=1, max_value=65535, required=False)
    verify_certificate = forms.BooleanField(
        label=_("Check the server’s certificate"),
        required=False,
        initial=True,
        help_text=_("Without it anybody on the way can pretend to be the server and read the password"),
    )
    username = forms.CharField(label=_("User name"), max_length=200, required=False)
    password = forms.CharField(
        label=_("Password"), max_length=500, required=False, strip=False, widget=forms.PasswordInput
    )
    timeout = forms.IntegerField(
        label=_("Patience"),
        min_value=3,
        max_value=120,
        initial=30,
        help_text=_("Seconds to wait for the server, each time"),
    )

    def __init__(self, *args: Any, account: MailAccount | SmtpAccount, **kwargs: Any) -> None:
        self.account = account
        self._known = (account.host, account.username) if account.pk else ("", "")
        self.has_password = bool(account.pk and account.password)
        if account.pk:
            kwargs["initial"] = self.values_of(account)
        super().__init__(*args, **kwargs)
        with_hints(self.fields["security"], {value: hint for value, _label, hint in SECURITY})
        self.fields["password"].widget.attrs["autocomplete"] = "new-password"
        if self.has_password:
            self.fields["password"].help_text = _("One is set. Leave this empty to keep it")

    def values_of(self, account: Any) -> dict[str, Any]:
        """What the fields show of a saved account."""
        names = [name for name in self.fields_of_account() if name != "password"]
        return {name: getattr(account, name) for name in names}

    def fields_of_account(self) -> list[str]:
        return list(self.base_fields)

    def clean_host(self) -> str:
        host = cast("str", self.cleaned_data["host"]).strip().lower()
        if any(char in host for char in " /@\\") or host.count(":") == 1:
            raise forms.ValidationError(_("Only the name of the server, like mail.example.org"))
        return host

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not data.get("port") and "port" not in self.errors:
            data["port"] = PORTS[self._protocol(data)].get(data.get("security", ""), 0)
        self._check_password(data)
        return data

    def _protocol(self, data: dict[str, Any]) -> str:
        return self.kind

    def _check_password(self, data: dict[str, Any]) -> None:
        """A kept password never goes to another server or in another name than it was entered for."""
        if data.get("password") or self.errors or not data.get("username"):
            return
        if not self.has_password:
            self.add_error("password", _("Enter the password"))
        elif (data.get("host"), data.get("username")) != self._known:
            self.add_error(
                "password", _("The server or the user name is another one: enter the password again")
            )

    def fill(self) -> MailAccount | SmtpAccount:
        """The account as the form says, not saved."""
        for name in self.fields_of_account():
            value = self.cleaned_data[name]
            if name == "password" and not value and self.cleaned_data["username"]:
                continue
            setattr(self.account, name, value)
        return self.account


class MailboxForm(ServerForm):
    address = forms.EmailField(label=_("E-mail address"), max_length=254)
    department = DepartmentField()
    protocol = forms.ChoiceField(
        label=_("Protocol"),
        choices=MailAccount.Protocol.choices,
        widget=forms.RadioSelect,
        initial=MailAccount.Protocol.IMAP,
    )
    folder = forms.CharField(
        label=_("Folder"), max_length=200, required=False, initial="INBOX", help_text=_("IMAP only")
    )
    after = forms.ChoiceField(
        label=_("After fetching"), choices=MailAccount.After.choices, initial=MailAccount.After.DELETE
    )
    move_to = forms.CharField(
        label=_("Move to"), max_length=200, required=False, help_text=_("The folder for “Move to a folder”")
    )
    poll_seconds = forms.IntegerField(
        label=_("Look every"), min_value=10, max_value=86400, initial=60, help_text=_("Seconds")
    )

    def __init__(self, *args: Any, account: MailAccount, **kwargs: Any) -> None:
        super().__init__(*args, account=account, **kwargs)
        self.fields["username"].help_text = _("Empty: the e-mail address")
        self.fields["port"].help_text = _("Empty: 993 or 143 for IMAP, 995 or 110 for POP3")
        hints: dict[str, Text] = {
            "imap": _("Folders; mail may stay there as read"),
            "pop3": _("Only the inbox; mail is deleted or left"),
        }
        with_hints(self.fields["protocol"], hints)

    def _protocol(self, data: dict[str, Any]) -> str:
        return str(data.get("protocol") or "imap")

    def clean(self) -> dict[str, Any]:
        self.cleaned_data["username"] = self.cleaned_data.get("username") or self.cleaned_data.get(
            "address", ""
        )
        data = super().clean()
        data["folder"] = data.get("folder") or "INBOX"
        after = data.get("after")
        if self._protocol(data) == "pop3" and after in {"mark_read", "move"}:
            self.add_error("after", _("POP3 knows no folders: delete the mail or leave it there"))
        elif after == "move" and not data.get("move_to"):
            self.add_error("move_to", _("Name the folder"))
        elif after == "move" and data.get("move_to") == data["folder"]:
            self.add_error("move_to", _("This is the folder that is fetched: name another one"))
        return data


def senders() -> list[Any]:
    """All, each brand, each department."""
    own = [(f"department:{row.pk}", f"{row.name} · {row.brand.name}") for row in departments()]
    found: list[Any] = [("all", _("Everybody who has none of their own"))]
    found.append((_("Brands"), [(f"brand:{brand.pk}", brand.name) for brand in brands()]))
    found.append((_("Departments"), own))
    return [one for one in found if one[1]]


class SmtpForm(ServerForm):
    serves = forms.ChoiceField(
        label=_("For"), help_text=_("A department’s own comes before its brand’s, that before everybody’s")
    )
    from_address = forms.EmailField(
        label=_("From address"),
        max_length=254,
        required=False,
        help_text=_("Empty: the brand’s sender address"),
    )
    from_name = forms.CharField(
        label=_("From name"), max_length=80, required=False, help_text=_("Empty: the brand’s sender name")
    )

    def __init__(self, *args: Any, account: SmtpAccount, **kwargs: Any) -> None:
        super().__init__(*args, account=account, **kwargs)
        cast("forms.ChoiceField", self.fields["serves"]).choices = senders()
        self.fields["username"].help_text = _("Empty: no sign-in")
        self.fields["port"].help_text = _("Empty: 465 with TLS, 587 with STARTTLS, 25 without")

    def values_of(self, account: Any) -> dict[str, Any]:
        serves = f"brand:{account.brand_id}" if account.brand_id else "all"
        serves = f"department:{account.department_id}" if account.department_id else serves
        return super().values_of(account) | {"serves": serves}

    def fields_of_account(self) -> list[str]:
        return [name for name in super().fields_of_account() if name != "serves"]

    def fill(self) -> SmtpAccount:
        account = cast("SmtpAccount", super().fill())
        kind, _colon, number = self.cleaned_data["serves"].partition(":")
        account.brand_id = int(number) if kind == "brand" else None
        account.department_id = int(number) if kind == "department" else None
        if not account.username:
            account.password = ""
        return account
