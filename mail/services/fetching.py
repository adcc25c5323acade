"""Mail in: fetches one mailbox. A message leaves the server only after it has been kept here."""

import logging
import time
from dataclasses import dataclass

from django.conf import settings

from common.unit import FenceError
from mail.errors import TransportError
from mail.gateways import ImapGateway, PopGateway, Remote, server_of
from mail.models import InboundMail, MailAccount, SeenUid
from mail.services import claims, handling, holder
from mail.services.receiving import forget_gone, receive

logger = logging.getLogger(__name__)
BATCH = 100
SESSION_SECONDS = 90
Gateway = ImapGateway | PopGateway
After = MailAccount.After


@dataclass(slots=True)
class Fetched:
    """What one look into a mailbox brought."""

    received: list[InboundMail]
    left: int = 0


def poll_account(account_id: int) -> int:
    """Fetches what is new and has it handled; says how many mails were kept. One at a time an account."""
    account = claims.claim(MailAccount, account_id)
    if account is None:
        return 0
    with claims.given_back(account):
        return _poll(account)


def _poll(account: MailAccount) -> int:
    try:
        with gateway_for(account) as box:
            fetched = _fetch(account, box)
    except TransportError as error:
        logger.warning("Mailbox %s: %s", account, error)
        claims.failed(account, error, base_seconds=account.poll_seconds)
        return 0
    pause = 0 if fetched.left else account.poll_seconds
    claims.done(account, next_in=pause, good=len(fetched.received), waiting=fetched.left)
    for mail in fetched.received:
        if holder.stopping.is_set():
            break
        handling.handle(mail.pk)
    return len(fetched.received)


def gateway_for(account: MailAccount) -> Gateway:
    """The gateway of the account's protocol."""
    if account.protocol == MailAccount.Protocol.POP3:
        return PopGateway(server_of(account))
    return ImapGateway(
        server_of(account), account.folder or "INBOX", unread_only=account.after == After.MARK_READ
    )


def _fetch(account: MailAccount, box: Gateway) -> Fetched:
    """Keeps message after message; each is dealt with on the server only when its transaction is over."""
    waiting = box.waiting()
    here = {remote.uid for remote in waiting}
    forget_gone(account, here)
    known = set(SeenUid.objects.filter(account=account).values_list("uid", flat=True))
    _deal_with(account, box, [remote.uid for remote in waiting if remote.uid[:120] in known])
    fresh = [remote for remote in waiting if remote.uid[:120] not in known]
    end = time.monotonic() + SESSION_SECONDS
    fetched = Fetched([], len(fresh))
    for remote in fresh[:BATCH]:
        if time.monotonic() > end or holder.stopping.is_set():
            break
        _fetch_one(account, box, remote, fetched)
        fetched.left -= 1
    return fetched


def _fetch_one(account: MailAccount, box: Gateway, remote: Remote, fetched: Fetched) -> None:
    is_large = remote.size > settings.MAX_MAIL_BYTES
    raw = box.fetch(remote.uid, head_only=is_large)
    if raw is None:
        return
    try:
        mail = receive(raw=raw, account=account, uid=remote.uid, size=remote.size if is_large else 0)
    except FenceError as error:  # another node took over: it will fetch this message itself
        raise TransportError("fetch", str(error)) from error
    fetched.received.append(mail)
    if not is_large:
        _deal_with(account, box, [remote.uid])
    claims.renew(account)


def _deal_with(account: MailAccount, box: Gateway, uids: list[str]) -> None:
    """What the account says is done with messages that are kept here."""
    if not uids or account.after == After.LEAVE:
        return
    if account.after == After.DELETE:
        box.delete([uid for uid in uids if not _only_head(account, uid)])
    elif isinstance(box, ImapGateway) and account.after == After.MARK_READ:
        box.mark_read(uids)
    elif isinstance(box, ImapGateway) and account.after == After.MOVE:
        box.move(uids, account.move_to or "Processed")


def _only_head(account: MailAccount, uid: str) -> bool:
    """Never delete a message of which only the head is kept."""
    rows = InboundMail.objects.filter(source=f"account:{account.pk}", uid=uid[:120], is_complete=False)
    return rows.exists()
