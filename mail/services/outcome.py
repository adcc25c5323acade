"""What became of a try to send: sent, tried again later, or given up and said so."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db.models import Sum

from common.actor import Actor
from common.clock import database_now
from common.models import Blob
from common.unit import write, write_unfenced
from events.services import publish
from mail import facts, registry
from mail.errors import TransportError
from mail.gateways.smtp import Handed
from mail.models import DeliveryAttempt, OutboundMail, SmtpAccount
from mail.services import holder
from mail.services.claims import count, names

State = OutboundMail.State
PAUSES = (
    20,
    60,
    300,
    900,
    1800,
    3600,
    7200,
    14400,
    14400,
    28800,
    28800,
    43200,
)  # seconds; then it is given up
MAX_AGE = timedelta(days=3)
MARGIN_SECONDS = 30
_NODE = Actor("node", 0, "")


def part_sizes(mail: OutboundMail) -> int:
    """The bytes of all attachments."""
    ids = [part[0] for part in mail.parts]
    total = Blob.objects.filter(id__in=ids).aggregate(total=Sum("size"))["total"] if ids else 0
    return total or 0


def _mine(mail: OutboundMail) -> OutboundMail | None:
    """The row, locked, if it is still claimed as `mail` was."""
    rows = OutboundMail.objects.select_for_update()
    return rows.filter(pk=mail.pk, claim=mail.claim, state=State.CLAIMED).first()


def _log(
    mail: OutboundMail, account: SmtpAccount | None, *, step: str, code: int, text: str, ok: bool
) -> None:
    DeliveryAttempt.objects.create(
        mail=mail,
        account=account,
        node=settings.NODE_NAME[:64],
        step=step[:20],
        code=code,
        text=text[:2000],
        is_ok=ok,
        at=database_now(),
    )


# Unfenced: the server has taken the mail. That is so whoever is active now, and must be written down.
@write_unfenced
def handed_over(
    mail: OutboundMail, handed: Handed, wire_names: Mapping[str, str], *, account: SmtpAccount
) -> None:
    """The server answered: for whom it took the mail, who is to wait, who was refused."""
    row = _mine(mail)
    if row is None:
        return
    said = handed.said or next((item[2] for item in [*handed.refused, *handed.deferred]), "")
    _log(
        row,
        account,
        step="sent" if handed.accepted else "rcpt",
        code=handed.code,
        text=said,
        ok=bool(handed.accepted),
    )
    deferred = [wire_names[item[0]] for item in handed.deferred]
    row.refused = [*row.refused, *([wire_names[item[0]], *item[1:]] for item in handed.refused)]
    row.claimed_until, row.claimed_by = None, ""
    if deferred:
        row.recipients = deferred
        _again(row, account, TransportError("rcpt", handed.deferred[0][2], code=handed.deferred[0][1]))
        return
    row.recipients = [wire_names[item] for item in handed.accepted]
    if row.refused:
        _give_up(row, account, _refusals(row), was_taken=bool(handed.accepted))
        return
    row.state, row.sent_at, row.last_error = State.SENT, database_now(), ""
    row.save()
    _tell(row, "sent", tuple(row.recipients), handed.said, permanent=False)


def _refusals(row: OutboundMail) -> str:
    return "; ".join(f"{address}: {code} {said}" for address, code, said in row.refused)[:2000]


@write
def not_sent(mail: OutboundMail, error: TransportError, *, account: SmtpAccount | None) -> None:
    """The server did not take the mail, or the connection broke."""
    row = _mine(mail)
    if row is None:
        return
    _log(row, account, step=error.step, code=error.code, text=error.said, ok=False)
    row.claimed_until, row.claimed_by = None, ""
    if error.permanent:
        row.refused = [*row.refused, *([address, error.code, error.said] for address in row.recipients)]
        _give_up(row, account, error.said, was_taken=False)
    else:
        _again(row, account, error)


def _again(row: OutboundMail, account: SmtpAccount | None, error: TransportError) -> None:
    """Later, with a longer and longer pause, until it has been tried often enough."""
    if row.attempts > len(PAUSES):
        row.refused = [*row.refused, *([address, error.code, error.said] for address in row.recipients)]
        _give_up(row, account, error.said, was_taken=False)
        return
    row.state, row.last_error = State.QUEUED, f"{error.step}: {error.said}"[:2000]
    row.next_at = database_now() + timedelta(seconds=PAUSES[row.attempts - 1])
    row.save()
    _tell(row, "retrying", tuple(row.recipients), error.said, permanent=False)


def _give_up(row: OutboundMail, account: SmtpAccount | None, said: str, *, was_taken: bool) -> None:
    now = database_now()
    row.state, row.last_error = State.FAILED, said[:2000]
    row.sent_at = now if was_taken else None
    missed = tuple(str(item[0]) for item in row.refused) or tuple(row.recipients)
    if not was_taken:
        row.recipients = []
    row.save()
    _tell(row, "failed", missed, said, permanent=True)
    if account is not None:
        count(account, bad=1, now=now)
        common: dict[str, Any] = names(account, said)
        fact = facts.SmtpDeliveryFailed(
            **common,
            recipient=", ".join(missed)[:250],
            mailSubject=row.subject,
            outboundId=row.pk,
            ticketNumber="",
        )
        publish(fact, actor=_NODE)


def _tell(row: OutboundMail, state: Any, recipients: tuple[str, ...], said: str, *, permanent: bool) -> None:
    registry.tell(registry.Delivery(row.owner_kind, row.owner_id, row.pk, state, recipients, said, permanent))


@write_unfenced
def too_late(mail: OutboundMail, error: TransportError, *, account: SmtpAccount) -> None:
    """The deadline passed before the last dot: nothing was sent, so anybody may try at once."""
    row = _mine(mail)
    if row is None:
        return
    _log(row, account, step="deadline", code=0, text=error.said, ok=False)
    row.claimed_until, row.claimed_by = None, ""
    row.state, row.next_at = State.QUEUED, database_now()
    row.save()


@write
def release_expired(*, limit: int = 200) -> int:
    """Gives mails back whose holder is dead, or whose deadline has passed by more than the margin."""
    now = database_now()
    rows = OutboundMail.objects.filter(state=State.CLAIMED).order_by("id")
    held = list(rows.values_list("id", "claim", "claimed_by", "claimed_until")[:limit])
    late = now - timedelta(seconds=MARGIN_SECONDS)
    free = [
        (pk, number) for pk, number, by, until in held if until is None or until < late or holder.is_dead(by)
    ]
    changed = 0
    for pk, number in free:
        mine = OutboundMail.objects.filter(pk=pk, claim=number, state=State.CLAIMED)
        changed += mine.update(state=State.QUEUED, claimed_until=None, claimed_by="", next_at=now)
    return changed


@write
def give_up_old(*, limit: int = 200) -> int:
    """Mail that waited for days, because its account never worked, is given up and said so."""
    now = database_now()
    old = OutboundMail.objects.filter(state=State.QUEUED, created_at__lt=now - MAX_AGE, next_at__lte=now)
    rows = list(old.select_for_update().order_by("id")[:limit])
    for row in rows:
        said = row.last_error or "No server took this mail for three days."
        row.refused = [*row.refused, *([address, 0, said] for address in row.recipients)]
        _give_up(row, None, said, was_taken=False)
    return len(rows)
