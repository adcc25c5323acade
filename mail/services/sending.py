"""Mail out: one worker an account takes due mails one after the other and hands them to the server."""

import logging
import time
from dataclasses import dataclass
from datetime import timedelta
from functools import partial

from clustering import fence
from common.clock import boot_seconds, database_now
from common.patience import when_it_answers
from common.unit import write
from mail.errors import DeadlineError, TransportError
from mail.gateways import SmtpGateway, server_of
from mail.models import OutboundMail, SmtpAccount
from mail.selectors.outbound import next_due
from mail.services import claims, holder, outcome
from mail.services.compose import compose, wire_address

logger = logging.getLogger(__name__)
CLAIM_SECONDS = 90
BYTES_A_SECOND = 50_000  # slower lines than this are not waited for
SESSION_SECONDS = 240
PAUSE_SECONDS = 20


@dataclass(frozen=True, slots=True)
class Claimed:
    """A mail that this process may hand over until `deadline`, on the boot clock."""

    mail: OutboundMail
    deadline: float


def send_account(account_id: int, *, session_seconds: float = SESSION_SECONDS) -> int:
    """Sends what is due by this account and says how many mails went out. One at a time an account."""
    if next_due(account_id, database_now()) is None:
        return 0
    account = claims.claim(SmtpAccount, account_id)
    if account is None:
        return 0
    with claims.given_back(account):
        return _send_due(account, session_seconds)


def _send_due(account: SmtpAccount, session_seconds: float) -> int:
    try:
        with SmtpGateway(server_of(account)) as gateway:
            sent = _session(account, gateway, time.monotonic() + session_seconds)
        claims.done(account, next_in=0, good=sent)
    except TransportError as error:
        logger.warning("SMTP account %s: %s", account, error)
        claims.failed(account, error, base_seconds=PAUSE_SECONDS)
        return 0
    return sent


def _session(account: SmtpAccount, gateway: SmtpGateway, end: float) -> int:
    """Mail after mail over one connection. An error of one mail is that mail's; a dead connection ends it."""
    sent = 0
    while time.monotonic() < end and not holder.stopping.is_set():
        claimed = claim_mail(account)
        if claimed is None:
            break
        try:
            sent += _send(account, gateway, claimed)
        except TransportError as error:
            if error.code == 421 or not _is_alive(gateway):
                return _reconnect_later(error, sent)
    return sent


def _reconnect_later(error: TransportError, sent: int) -> int:
    """The connection is gone. When nothing at all went through, the account itself is in trouble."""
    if sent == 0 and not isinstance(error, DeadlineError):
        raise error
    return sent


def _is_alive(gateway: SmtpGateway) -> bool:
    try:
        gateway.reset()
    except TransportError:
        gateway.drop()
        return False
    return True


@write
def claim_mail(account: SmtpAccount) -> Claimed | None:
    """The next due mail, claimed by deadline. The boot clock is read first, so the deadline is never late."""
    now_here = boot_seconds()
    now = database_now()
    mail = next_due(account.pk, now)
    if mail is None:
        return None
    mail = OutboundMail.objects.select_for_update().get(pk=mail.pk)
    if mail.state != OutboundMail.State.QUEUED:
        return None
    seconds = CLAIM_SECONDS + _size(mail) / BYTES_A_SECOND
    mail.state, mail.attempts, mail.claim = OutboundMail.State.CLAIMED, mail.attempts + 1, mail.claim + 1
    mail.claimed_until = now + timedelta(seconds=seconds)
    mail.claimed_by, mail.claimed_epoch = holder.me(), fence.current().epoch
    mail.save(update_fields=["state", "attempts", "claim", "claimed_until", "claimed_by", "claimed_epoch"])
    claims.renew(account, seconds=int(seconds) + claims.LEASE_SECONDS)
    return Claimed(mail, now_here + seconds)


def _size(mail: OutboundMail) -> int:
    sizes = outcome.part_sizes(mail)
    return sizes + len(mail.text) + len(mail.html) + (mail.raw.size if mail.raw is not None else 0)


def _send(account: SmtpAccount, gateway: SmtpGateway, claimed: Claimed) -> int:
    """Hands one mail over and writes down how it went. Raises TransportError after that."""
    mail = claimed.mail
    recipients = [wire_address(address) for address in mail.recipients]
    names = dict(zip(recipients, mail.recipients, strict=True))
    try:
        sender = wire_address(mail.envelope_from)
        handed = gateway.send(sender, recipients, compose(mail), deadline=claimed.deadline)
    except DeadlineError as error:
        outcome.too_late(mail, error, account=account)
        raise
    except TransportError as error:
        outcome.not_sent(mail, error, account=account)
        raise
    except Exception as error:
        logger.exception("Mail %s could not be composed", mail.pk)
        gateway.drop()
        failure = TransportError("compose", f"{type(error).__name__}: {error}", permanent=True)
        outcome.not_sent(mail, failure, account=account)
        raise failure from error
    # it has left: while the database is away, or has ended this session, the note of it is tried again
    note = partial(outcome.handed_over, mail, handed, names, account=account)
    when_it_answers(note, seconds=claimed.deadline + outcome.MARGIN_SECONDS - boot_seconds())
    return 1 if handed.accepted else 0
