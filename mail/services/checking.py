"""Test connection: the same steps as the real work, each with its time and the server's words."""

import socket
from collections.abc import Callable

from django.utils.translation import gettext as _

from common.checks import Action, CheckReport, Result, Step, run_steps
from mail.errors import TransportError
from mail.gateways import ImapGateway, PopGateway, SmtpGateway, server_of
from mail.models import MailAccount, SmtpAccount
from mail.services.fetching import gateway_for

__all__ = ["CheckReport", "Result", "Step", "check_connection"]


def check_connection(account: MailAccount | SmtpAccount, *, recipient: str = "") -> CheckReport:
    """Tries everything short of fetching or sending; the account need not be saved. Changes nothing."""
    if isinstance(account, SmtpAccount):
        return run_steps(*_smtp_steps(account, recipient))
    return run_steps(*_mailbox_steps(account))


def _resolve(account: MailAccount | SmtpAccount) -> str:
    try:
        found = socket.getaddrinfo(account.host, account.port, type=socket.SOCK_STREAM)
    except OSError as error:
        raise TransportError("connect", _("The name of the server is not known.")) from error
    return str(found[0][4][0])


def _mailbox_steps(account: MailAccount) -> tuple[list[Action], Callable[[], None]]:
    box: ImapGateway | PopGateway = gateway_for(account)

    def read() -> str:
        waiting = box.waiting()
        if waiting:
            box.fetch(waiting[0].uid, head_only=True)
        return _("%(count)s messages wait; all of them stay there.") % {"count": len(waiting)}

    return [*_begin(account, box), ("read", _("Read one message, leave it there"), read)], box.close


def _begin(
    account: MailAccount | SmtpAccount, gateway: ImapGateway | PopGateway | SmtpGateway
) -> list[Action]:
    def login() -> str:
        gateway.login()
        return account.username

    server = f"{account.host}:{account.port}"
    security = _("certificate included") if account.security != "none" else _("without encryption")
    return [
        ("resolve", _("Find the server %(host)s") % {"host": account.host}, lambda: _resolve(account)),
        (
            "connect",
            _("Connect to %(server)s, %(security)s") % {"server": server, "security": security},
            gateway.connect,
        ),
        ("login", _("Sign in as %(name)s") % {"name": account.username or "–"}, login),
    ]


def _smtp_steps(account: SmtpAccount, recipient: str) -> tuple[list[Action], Callable[[], None]]:
    gateway = SmtpGateway(server_of(account))
    sender = account.from_address or account.username
    to = recipient or sender

    def envelope() -> str:
        handed = gateway.envelope(sender, [to])
        gateway.reset()
        for _address, code, said in (*handed.refused, *handed.deferred):
            raise TransportError("rcpt", f"{code} {said}", code=code)
        return _("%(sender)s may write to %(to)s; nothing was sent.") % {"sender": sender, "to": to}

    action = ("envelope", _("Announce a mail and take it back"), envelope)
    return [*_begin(account, gateway), action], gateway.drop
