"""The first mail account: a mailbox that is fetched, and the server that mail goes out by.

What the settings ask beyond this has good defaults; an account that is there keeps what it has.
"""

from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from mail.forms.accounts import MailboxForm, SmtpForm
from mail.models import MailAccount, SmtpAccount

KEPT = (MailAccount.After.DELETE, MailAccount.After.MARK_READ, MailAccount.After.LEAVE)


class SetupMailboxForm(MailboxForm):
    folder = None  # type: ignore[assignment]  # Django's way to leave a field out
    move_to = None  # type: ignore[assignment]  # Django's way to leave a field out
    poll_seconds = None  # type: ignore[assignment]  # Django's way to leave a field out
    timeout = None  # type: ignore[assignment]  # Django's way to leave a field out

    after = forms.ChoiceField(
        label=_("After fetching"),
        choices=[(choice.value, choice.label) for choice in KEPT],
        initial=MailAccount.After.DELETE,
        help_text=_("Each mail that lies there becomes a ticket"),
    )

    def fill(self) -> MailAccount:
        return cast("MailAccount", super().fill())


class SetupServerForm(SmtpForm):
    """`same`: the server takes the mailbox's name and password."""

    from_address = None  # type: ignore[assignment]  # Django's way to leave a field out
    from_name = None  # type: ignore[assignment]  # Django's way to leave a field out
    timeout = None  # type: ignore[assignment]  # Django's way to leave a field out

    serves = forms.ChoiceField(widget=forms.HiddenInput, initial="all")
    same = forms.BooleanField(
        label=_("Same user name and password as the mailbox"), required=False, initial=True
    )

    def __init__(self, *args: Any, account: SmtpAccount, box: MailAccount, **kwargs: Any) -> None:
        self.box = box
        super().__init__(*args, account=account, **kwargs)

    def values_of(self, account: Any) -> dict[str, Any]:
        is_same = (account.username, account.password) == (self.box.username, self.box.password)
        found = super().values_of(account)
        return found | {"same": is_same} | ({"username": ""} if is_same else {})

    def fields_of_account(self) -> list[str]:
        return [name for name in super().fields_of_account() if name != "same"]

    def _check_password(self, data: dict[str, Any]) -> None:
        if not data.get("same"):
            super()._check_password(data)

    def fill_beside(self, box: MailAccount) -> SmtpAccount:
        """The server as the form says; `box` is filled already."""
        account = self.fill()
        if self.cleaned_data["same"]:
            account.username, account.password = box.username, box.password
        account.from_address = account.from_address or box.address
        return account
