"""Mail in, second half: read, classified, handed to the app that makes something of it."""

import logging
import traceback
from dataclasses import replace
from datetime import datetime, timedelta

from common import audit, files, throttle
from common.actor import Actor
from common.clock import database_now, near_now
from common.unit import FenceError, on_commit, write
from events import wake
from events.services import publish
from mail import facts, registry
from mail.classify import Classification, Kind, classify
from mail.errors import NotRetryableError, Refuse
from mail.models import InboundMail, MailAccount
from mail.parsing import ParsedMail, parse
from mail.services import holder
from mail.services.claims import count, names
from mail.services.receiving import CLAIM_SECONDS, spare

logger = logging.getLogger(__name__)
State = InboundMail.State
TASK = "mail.jobs.handle_due"
MAX_ATTEMPTS = 6
RATE_LIMIT, RATE_SECONDS = 30, 3600  # more mails of one sender an hour than this get no automatic answer
TOO_LARGE = "mail.too_large"
NO_HANDLER = "mail.no_handler"
_RESULT = (
    *("message_id", "subject", "from_name", "from_address", "state", "kind", "link_kind", "link_id"),
    *("reason", "data", "error", "claimed_until", "claimed_by", "next_at", "handled_at"),
)
_NODE = Actor("node", 0, "")


class NothingHandlesError(Exception):
    """No app has registered for mail."""


def handle_received(mail: InboundMail, raw: bytes) -> InboundMail:
    """What `receive` has just kept with a claim for this process; one kept before is left as it is."""
    is_ours = mail.state == State.RECEIVED and mail.claimed_by == holder.me()
    return _handle(mail, raw) if is_ours else mail


def handle(inbound_id: int) -> InboundMail:
    """Makes something of a kept mail. What goes wrong stands on its row; it is never lost."""
    mail = _claim(inbound_id)
    return _handle(mail, None) if mail is not None else InboundMail.objects.get(pk=inbound_id)


def _handle(mail: InboundMail, raw: bytes | None) -> InboundMail:
    if not mail.is_complete:
        return _refuse(mail, Refuse(TOO_LARGE, size=mail.size), parse(raw or files.read(mail.raw)))
    parsed: ParsedMail | None = None
    try:
        parsed = parse(files.read(mail.raw) if raw is None else raw)
        classification = classify(parsed)
        handler = registry.handler()
        if handler is None:
            raise NothingHandlesError
        if handler.prepare is not None:
            handler.prepare(parsed, mail, classification)
        return _finish(mail, parsed, classification, handler)
    except Refuse as refusal:
        return _refuse(mail, refusal, parsed)
    except FenceError:
        raise
    except Exception as error:
        logger.exception("Mail %s could not be handled", mail.pk)
        return _fail(mail, error, parsed)


@write
def _claim(inbound_id: int) -> InboundMail | None:
    """The mail for this process alone. A try counts when it begins: one that kills us ends as failed too."""
    now = database_now()
    mail = InboundMail.objects.select_for_update().filter(pk=inbound_id, state=State.RECEIVED).first()
    if mail is None:
        return None
    is_held = mail.claimed_until is not None and mail.claimed_until > now
    if is_held and not holder.is_ousted(mail.claimed_by):
        return None
    spare(mail)
    if mail.attempts >= MAX_ATTEMPTS:
        _close_failed(mail, mail.error or "It ended the program that read it.")
        return None
    mail.attempts += 1
    mail.claimed_by, mail.claimed_until = holder.me(), now + timedelta(seconds=CLAIM_SECONDS)
    mail.save(update_fields=["attempts", "interrupted", "claimed_by", "claimed_until"])
    return mail


def _locked(mail: InboundMail) -> InboundMail | None:
    """The row, locked; None when another process has taken over."""
    rows = InboundMail.objects.select_for_update().select_related(None)
    mine = rows.filter(pk=mail.pk, state=State.RECEIVED)
    return mine.filter(attempts=mail.attempts, claimed_by=mail.claimed_by).first()


def describe(mail: InboundMail, parsed: ParsedMail) -> None:
    """What lists show of a mail."""
    mail.message_id, mail.subject = parsed.message_id, parsed.subject
    if parsed.sender is not None:
        mail.from_name, mail.from_address = parsed.sender.name, parsed.sender.email


@write
def _finish(
    mail: InboundMail, parsed: ParsedMail, classification: Classification, handler: registry.InboundHandler
) -> InboundMail:
    """The handler's work and the change of the mail's row, in one transaction."""
    row = _locked(mail)
    if row is None:
        return InboundMail.objects.get(pk=mail.pk)
    describe(row, parsed)
    outcome = handler.handle(parsed, row, _with_rate(parsed, classification))
    row.state = State.IGNORED if outcome.is_ignored else State.HANDLED
    row.kind = classification.kind
    row.link_kind, row.link_id = outcome.kind, outcome.id
    row.reason, row.data, row.error = outcome.reason, dict(outcome.data), ""
    return _close(row)


def _with_rate(parsed: ParsedMail, classification: Classification) -> Classification:
    sender = parsed.sender
    if classification.kind is not Kind.PERSON or not classification.may_answer or sender is None:
        return classification
    if throttle.hit(f"mail-from:{sender.email.lower()}", limit=RATE_LIMIT, seconds=RATE_SECONDS):
        return classification
    return replace(classification, reason="loop.rate", data={"sender": sender.email}, may_answer=False)


@write
def _refuse(mail: InboundMail, refusal: Refuse, parsed: ParsedMail | None) -> InboundMail:
    row = _locked(mail)
    if row is None:
        return InboundMail.objects.get(pk=mail.pk)
    if parsed is not None:
        describe(row, parsed)
    row.state = State.FAILED if refusal.reason == TOO_LARGE else State.IGNORED
    row.reason, row.data, row.error = refusal.reason, refusal.data, ""
    return _close(row)


def _close(row: InboundMail) -> InboundMail:
    row.claimed_until, row.claimed_by, row.next_at = None, "", None
    row.handled_at = near_now()
    row.save(update_fields=_RESULT)
    return row


@write
def _fail(mail: InboundMail, error: Exception, parsed: ParsedMail | None) -> InboundMail:
    """Another try later, or none any more."""
    row = _locked(mail)
    if row is None:
        return InboundMail.objects.get(pk=mail.pk)
    if parsed is not None:
        describe(row, parsed)
    row.error = "".join(traceback.format_exception(error, limit=-8))[-4000:]
    row.reason, row.data = "mail.error", {"error": f"{type(error).__name__}: {error}"[:300]}
    if isinstance(error, NothingHandlesError):
        row.reason, row.data = NO_HANDLER, {}
    if row.attempts >= MAX_ATTEMPTS:
        return _close_failed(row, row.error)
    row.claimed_until, row.claimed_by = None, ""
    row.next_at = database_now() + pause_after(row.attempts)
    row.save()
    return row


def pause_after(attempts: int) -> timedelta:
    """10 s, 40 s, 3 min, 11 min, 43 min."""
    return timedelta(seconds=10 * 4 ** min(max(attempts - 1, 0), 5))


def _close_failed(row: InboundMail, error: str) -> InboundMail:
    row.state, row.error = State.FAILED, error
    row.reason = row.reason or "mail.error"
    _close(row)
    accounts = MailAccount.objects.select_related("department__brand")
    account = accounts.filter(pk=row.account_id).first() if row.account_id is not None else None
    if account is not None:
        count(account, bad=1, now=row.handled_at or database_now())
        fact = facts.PopImportFailed(
            **names(account, str(row.data.get("error", ""))),  # type: ignore[arg-type]  # names() has the fields' types
            from_=row.from_address,
            mailSubject=row.subject,
            inboundId=row.pk,
        )
        publish(fact, actor=_NODE)
    return row


@write
def retry(*, inbound: InboundMail, actor: Actor) -> InboundMail:
    """Lets a failed or ignored mail be handled again. Raises NotRetryableError."""
    row = InboundMail.objects.select_for_update().get(pk=inbound.pk)
    if row.state not in (State.FAILED, State.IGNORED) or not row.is_complete:
        raise NotRetryableError(row.state)
    _reopen(row, database_now())
    audit.record("inbound_mail", row.pk, "mail.retried", actor)
    on_commit(lambda: wake.send(TASK, queue="mail"))
    return row


def _reopen(row: InboundMail, now: datetime) -> None:
    row.state, row.attempts, row.interrupted = State.RECEIVED, 0, 0
    row.next_at, row.claimed_until = now, None
    row.save(update_fields=["state", "attempts", "interrupted", "next_at", "claimed_until"])


@write
def retry_all(*, actor: Actor, account: MailAccount | None = None) -> int:
    """Lets all failed mails (of one account) be handled again, and says how many."""
    rows = InboundMail.objects.filter(state=State.FAILED, is_complete=True)
    if account is not None:
        rows = rows.filter(account=account)
    tries = {"attempts": 0, "interrupted": 0}
    changed = rows.update(state=State.RECEIVED, next_at=database_now(), claimed_until=None, **tries)
    audit.record("mail_account", account.pk if account else 0, "mail.retried_all", actor, {"count": changed})
    on_commit(lambda: wake.send(TASK, queue="mail"))
    return changed


@write
def ignore(*, inbound: InboundMail, actor: Actor) -> InboundMail:
    """An administrator says that nothing need be made of a mail; it stays kept."""
    row = InboundMail.objects.select_for_update().get(pk=inbound.pk)
    if row.state == State.HANDLED:
        raise NotRetryableError(row.state)
    row.state, row.reason, row.data = State.IGNORED, "mail.ignored_by", {"name": actor.label}
    _close(row)
    audit.record("inbound_mail", row.pk, "mail.ignored", actor)
    return row
