"""Mail out: written as rows in the transaction of the change; a worker sends them after the commit."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from common import audit
from common.actor import Actor
from common.clock import database_now, near_now
from common.models import Blob
from common.site import NO_SITE, Site
from common.unit import on_commit, write
from events import wake
from mail import message_ids
from mail.errors import NotRetryableError
from mail.models import OutboundMail, SmtpAccount
from mail.parsing import Address
from mail.selectors.accounts import smtp_account_for
from mail.selectors.outbound import unrouted, without_account
from organization.models import Brand

TASK = "mail.jobs.send_due"
_NOBODY = "undisclosed-recipients:;"
_UNSENT = (OutboundMail.State.QUEUED,)


@dataclass(frozen=True, slots=True)
class Part:
    """A stored file that goes along; with a content id it is shown inside the HTML."""

    blob_id: int
    name: str
    content_type: str
    content_id: str = ""


def _wake(delay: int) -> None:
    if delay <= 0:
        on_commit(_wake_sender)


def _wake_sender() -> None:
    wake.once(TASK, queue="mail")


@write
def queue(
    *,
    owner_kind: str,
    owner_id: int,
    to: Sequence[Address],
    subject: str,
    text: str,
    html: str = "",
    cc: Sequence[Address] = (),
    bcc: Sequence[Address] = (),
    message_id: str = "",
    in_reply_to: str = "",
    references: Sequence[str] = (),
    brand_id: int | None = None,
    department_id: int | None = None,
    sender_name: str = "",
    reply_to: Address | None = None,
    parts: Sequence[Part] = (),
    delay: int = 0,
    automatic: bool = False,
    envelope_from: str | None = None,
    headers: Mapping[str, str] | None = None,
    site: Site | None = None,
) -> OutboundMail:
    """Writes a mail into the queue, in the current transaction. It leaves `delay` seconds after it."""
    account, sender = _sender(brand_id or 0, department_id or 0, sender_name, site)
    head = _people(sender, to, cc, reply_to) + _thread(in_reply_to, references, automatic=automatic)
    return _new(
        message_id=message_id or message_ids.make(owner_kind, owner_id, sender.email),
        place=(account, brand_id or 0, department_id or 0),
        envelope_from=sender.email if envelope_from is None else envelope_from,
        recipients=_unique([*to, *cc, *bcc]),
        subject=" ".join(subject.split())[:500],
        headers=[list(pair) for pair in (*head, *(headers or {}).items())],
        text=text,
        html=html,
        parts=[[part.blob_id, part.name, part.content_type, part.content_id] for part in parts],
        owner=(owner_kind, owner_id),
        delay=delay,
    )


def _people(
    sender: Address, to: Sequence[Address], cc: Sequence[Address], reply_to: Address | None
) -> list[tuple[str, str]]:
    head = [("From", str_address(sender)), ("To", ", ".join(map(str_address, to)) or _NOBODY)]
    head += [("Cc", ", ".join(map(str_address, cc)))] if cc else []
    return head + ([("Reply-To", str_address(reply_to))] if reply_to else [])


def _thread(in_reply_to: str, references: Sequence[str], *, automatic: bool) -> list[tuple[str, str]]:
    """What makes mail programs show the answer below its question, and other machines keep quiet."""
    earlier = " ".join(f"<{item}>" for item in references if item)
    head = [("In-Reply-To", f"<{in_reply_to}>")] if in_reply_to else []
    head += [("References", earlier)] if earlier else []
    return head + (_automatic_headers(is_answer=bool(in_reply_to)) if automatic else [])


@write
def queue_raw(
    *, raw: Blob, sender: str, recipients: Sequence[str], subject: str, message_id: str, brand_id: int = 0
) -> OutboundMail:
    """A mail that was composed elsewhere, as a whole."""
    account = smtp_account_for(brand_id=brand_id, department_id=0)
    addresses = [Address("", item) for item in recipients]
    return _new(
        message_id=message_id,
        place=(account, brand_id, 0),
        envelope_from=sender,
        recipients=_unique(addresses),
        subject=subject[:500],
        raw=raw,
        owner=("", 0),
        delay=0,
    )


def _new(
    *, owner: tuple[str, int], place: tuple[SmtpAccount | None, int, int], delay: int, **columns: Any
) -> OutboundMail:
    now = near_now()
    mail = OutboundMail.objects.create(
        owner_kind=owner[0],
        owner_id=owner[1],
        account=place[0],
        brand_id=place[1],
        department_id=place[2],
        created_at=now,
        next_at=now + timedelta(seconds=max(0, delay)),
        **columns,
    )
    _wake(delay)
    return mail


def _unique(people: Sequence[Address]) -> list[str]:
    return list({person.email.lower(): person.email for person in people}.values())


def _sender(
    brand_id: int, department_id: int, name: str, site: Site | None
) -> tuple[SmtpAccount | None, Address]:
    """The account the mail will go by, and who it is from: the account's address, else the brand's."""
    account = smtp_account_for(brand_id=brand_id, department_id=department_id)
    own_name, own_address = (account.from_name, account.from_address) if account is not None else ("", "")
    if site is None:
        brands = Brand.objects.filter(is_active=True)
        brand = (brands.filter(pk=brand_id) if brand_id else brands.filter(is_default=True)).first()
        site = brand.site if brand is not None else NO_SITE
    return account, Address(name or own_name or site.sender_name, own_address or site.sender_address)


def str_address(person: Address) -> str:
    """As it stands in a header; the composer encodes it."""
    name = " ".join(person.name.replace('"', "'").replace("\\", "").split())
    return f'"{name}" <{person.email}>' if name else person.email


def _automatic_headers(*, is_answer: bool) -> list[tuple[str, str]]:
    return [
        ("Auto-Submitted", "auto-replied" if is_answer else "auto-generated"),
        ("X-Auto-Response-Suppress", "All"),
        ("Precedence", "bulk" if not is_answer else "auto_reply"),
    ]


@write
def cancel(*, owner_kind: str, owner_id: int) -> int:
    """Undo send: takes back what has not left yet and says how many mails that were; 0 is too late."""
    rows = OutboundMail.objects.filter(
        owner_kind=owner_kind, owner_id=owner_id, state__in=_UNSENT, attempts=0
    )
    return rows.update(state=OutboundMail.State.CANCELLED)


@write
def send_now(*, owner_kind: str, owner_id: int) -> int:
    """Drops what is left of the delay."""
    now = database_now()
    rows = OutboundMail.objects.filter(owner_kind=owner_kind, owner_id=owner_id, state__in=_UNSENT)
    changed = rows.filter(next_at__gt=now).update(next_at=now)
    _wake(0)
    return changed


@write
def retry_outbound(*, mail: OutboundMail, actor: Actor) -> OutboundMail:
    """Puts a failed mail into the queue again, for the recipients who did not get it."""
    row = OutboundMail.objects.select_for_update().get(pk=mail.pk)
    if row.state != OutboundMail.State.FAILED:
        raise NotRetryableError(row.state)
    again = [item[0] for item in row.refused]
    row.recipients = list(dict.fromkeys([*row.recipients, *again]))
    row.refused = []
    row.state, row.attempts, row.next_at, row.last_error = OutboundMail.State.QUEUED, 0, database_now(), ""
    row.created_at = row.next_at
    row.account = smtp_account_for(brand_id=row.brand_id, department_id=row.department_id)
    row.save()
    audit.record("outbound_mail", row.pk, "mail.retried", actor)
    _wake(0)
    return row


@write
def cancel_outbound(*, mail: OutboundMail, actor: Actor) -> OutboundMail:
    """An administrator says that a mail need not go out; it stays kept. Raises NotRetryableError."""
    row = OutboundMail.objects.select_for_update().get(pk=mail.pk)
    if row.state not in (OutboundMail.State.QUEUED, OutboundMail.State.FAILED):
        raise NotRetryableError(row.state)
    row.state = OutboundMail.State.CANCELLED
    row.save(update_fields=["state"])
    audit.record("outbound_mail", row.pk, "mail.cancelled", actor)
    return row


def route_waiting() -> int:
    """Looks again for an account for due mail that has none or whose one is switched off; returns how many
    found one. It takes the write lock only when there is something to write: this runs every second."""
    found = 0
    for brand_id, department_id in unrouted(near_now()):
        account = smtp_account_for(brand_id=brand_id, department_id=department_id)
        if account is not None:
            found += _give(account, brand_id, department_id)
    return found


@write
def _give(account: SmtpAccount, brand_id: int, department_id: int) -> int:
    rows = without_account().filter(brand_id=brand_id, department_id=department_id)
    return rows.update(account=account)
