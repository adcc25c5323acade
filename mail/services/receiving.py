"""Mail in, first half: kept as it came, before anybody looks into it."""

from contextlib import nullcontext
from datetime import timedelta

from django.db import IntegrityError, transaction

from common import files
from common.clock import database_now, near_now
from common.models import Blob
from common.unit import in_unit, write
from mail.models import InboundMail, MailAccount, SeenUid
from mail.services import holder
from organization.models import Department

CLAIM_SECONDS = 120
MAX_INTERRUPTED = 30  # a mail that brings down whole machines must come to an end too


def receive(
    *,
    raw: bytes,
    account: MailAccount | None = None,
    uid: str = "",
    department: Department | None = None,
    size: int = 0,
    claim: bool = False,
) -> InboundMail:
    """Keeps a mail, in its own transaction; the same bytes of one account are one mail.

    `size` larger than `raw` says that only its head was fetched. With `claim` the caller handles it at once.
    """
    blob = files.write(raw)
    now = near_now()
    mail = InboundMail(
        source=f"account:{account.pk}" if account is not None else "import",
        digest=blob.sha256,
        account=account,
        department=department or (account.department if account is not None else None),
        uid=uid[:120],
        size=max(size, len(raw)),
        is_complete=size <= len(raw),
        received_at=now,
        attempts=1 if claim else 0,
        claimed_until=now + timedelta(seconds=CLAIM_SECONDS) if claim else None,
        claimed_by=holder.me() if claim else "",
    )
    try:
        with transaction.atomic() if in_unit() else nullcontext():
            return _keep(mail, blob)
    except IntegrityError:
        return _known(mail)


@write
def _keep(mail: InboundMail, blob: Blob) -> InboundMail:
    mail.raw = files.row_of(blob)
    if mail.account is not None and mail.uid:
        seen(mail.account, [mail.uid])
    mail.save(force_insert=True)
    return mail


@write
def _known(mail: InboundMail) -> InboundMail:
    """The one that was kept before; the mailbox's message is remembered all the same."""
    if mail.account is not None and mail.uid:
        seen(mail.account, [mail.uid])
    return InboundMail.objects.get(source=mail.source, digest=mail.digest)


def seen(account: MailAccount, uids: list[str]) -> None:
    """Remembers messages of the mailbox that are kept here. Joins a unit."""
    rows = [SeenUid(account=account, uid=uid[:120]) for uid in uids]
    SeenUid.objects.bulk_create(rows, ignore_conflicts=True)


@write
def forget_gone(account: MailAccount, on_server: set[str]) -> int:
    """Forgets what lies no longer on the server, so that the list stays as small as the mailbox."""
    rows = dict(SeenUid.objects.filter(account=account).values_list("uid", "id"))
    gone = [row_id for uid, row_id in rows.items() if uid not in on_server]
    for start in range(0, len(gone), 500):
        SeenUid.objects.filter(id__in=gone[start : start + 500]).delete()
    return len(gone)


@write
def release_ousted(*, limit: int = 200) -> int:
    """Mail in the hands of one who died or was taken over from need not wait for the end of its claim."""
    held = InboundMail.objects.filter(state=InboundMail.State.RECEIVED, claimed_until__gt=database_now())
    released = 0
    for mail in held.only("attempts", "interrupted", "claimed_by").order_by("id")[:limit]:
        if holder.is_ousted(mail.claimed_by):
            mine = InboundMail.objects.filter(pk=mail.pk, attempts=mail.attempts, claimed_by=mail.claimed_by)
            spare(mail)
            released += mine.update(
                attempts=mail.attempts, interrupted=mail.interrupted, claimed_until=None, claimed_by=""
            )
    return released


def spare(mail: InboundMail) -> None:
    """A try that ended because its server lost its place is not held against the mail. Saves nothing."""
    if holder.is_interrupted(mail.claimed_by) and mail.interrupted < MAX_INTERRUPTED and mail.attempts:
        mail.attempts -= 1
        mail.interrupted += 1
