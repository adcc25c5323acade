"""Mail accounts, as administrators set them up. A changed account is tried again at once."""

from typing import Any, TypeVar

from common import audit
from common.actor import Actor
from common.clock import database_now
from common.unit import on_commit, write
from events import wake
from mail.models import MailAccount, OutboundMail, SmtpAccount
from mail.selectors.accounts import forget_own_addresses

Account = TypeVar("Account", bound=MailAccount | SmtpAccount)
_WAKE = {MailAccount: "mail.jobs.fetch_due", SmtpAccount: "mail.jobs.send_due"}
_KINDS = {MailAccount: "mail_account", SmtpAccount: "smtp_account"}
# what the workers write while they work; a form that was open meanwhile must not set it back
_WORKERS = {"claim", "claimed_by", "claimed_until", "last_ok_at", "last_error_at", "waiting", "created_at"}
_FRESH: dict[str, Any] = {"failures": 0, "last_error": "", "next_at": None}


@write
def save_account(account: Account, *, actor: Actor) -> Account:
    """Makes or changes an account. Its health begins anew; a password never goes into the history."""
    is_new = account.pk is None
    account.failures, account.last_error, account.next_at = 0, "", None
    if is_new:
        account.save()
    else:
        names = {field.name for field in account._meta.concrete_fields if not field.primary_key}
        account.save(update_fields=names - _WORKERS)
    action = "mail_account.made" if is_new else "mail_account.changed"
    audit.record(_KINDS[type(account)], account.pk, action, actor, {"name": str(account)})
    forget_own_addresses()
    on_commit(forget_own_addresses)
    _wake(account)
    return account


@write
def set_active(account: Account, *, is_active: bool, actor: Actor) -> Account:
    """Pauses an account or lets it go on."""
    type(account)._default_manager.filter(pk=account.pk).update(is_active=is_active, **_FRESH)
    account.is_active = is_active
    action = "mail_account.resumed" if is_active else "mail_account.paused"
    audit.record(_KINDS[type(account)], account.pk, action, actor, {"name": str(account)})
    _wake(account)
    return account


@write
def try_now(account: MailAccount | SmtpAccount, *, actor: Actor) -> None:
    """Lets it be the account's turn at once."""
    type(account)._default_manager.filter(pk=account.pk).update(next_at=database_now())
    audit.record(_KINDS[type(account)], account.pk, "mail_account.tried", actor, {"name": str(account)})
    _wake(account)


@write
def delete_account(account: MailAccount | SmtpAccount, *, actor: Actor) -> None:
    """The account goes; the mail it brought stays, and what it was to send looks for another one."""
    audit.record(_KINDS[type(account)], account.pk, "mail_account.deleted", actor, {"name": str(account)})
    if isinstance(account, SmtpAccount):
        OutboundMail.objects.filter(account=account).update(account=None)
    account.delete()
    on_commit(forget_own_addresses)


def _wake(account: MailAccount | SmtpAccount) -> None:
    task = _WAKE[type(account)]
    on_commit(lambda: wake.send(task, queue="mail"))
