"""The active node checks again and again whether the licence fits; if it does not, a grace period begins."""

from datetime import datetime, timedelta

from django.conf import settings

from common.actor import Actor
from common.clock import database_now
from common.unit import assert_no_transaction, write
from licensing import gateways
from licensing.errors import LicenseError, NoLicensorError, PaperError
from licensing.models import ActivationRequest, Reason, StoredLicense, Way
from licensing.papers import AnswerFacts, KeyFacts, known_licensors, read_answer
from licensing.selectors import License, current, licensor_address
from licensing.selectors.license import is_too_new, papers_of
from licensing.selectors.place import Place, place, this_server
from licensing.services.asking import noted
from licensing.services.noting import note
from licensing.services.taking import REQUEST_DAYS, answered

ASK_EVERY = timedelta(hours=24)


def this_node() -> Actor:
    """Who acts in a background thread."""
    return Actor("node", 0, settings.NODE_NAME)


@write
def look(*, actor: Actor) -> None:
    """Does the licence fit this server, this database and this version? A grace period begins, or ends."""
    row = StoredLicense.objects.select_for_update().get(pk=StoredLicense.ROW)
    try:
        key, answer = papers_of(row)
    except PaperError:
        return  # none, or none that counts: `current` says why
    if row.grace_reason == Reason.REVOKED:
        return
    reason = _misfit(key, answer, place(row))
    if reason != row.grace_reason:
        _set_grace(row, reason, database_now(), actor)


def _misfit(key: KeyFacts, answer: AnswerFacts, here: Place) -> str:
    """With failover the cluster works on any of its servers: the database tells that it is the same one."""
    if here.database != answer.database:
        return Reason.DATABASE.value
    if here.server != answer.server and not key.failover:
        return Reason.SERVER.value
    return Reason.VERSION.value if is_too_new(key) else ""


def _set_grace(row: StoredLicense, reason: str, now: datetime, actor: Actor) -> None:
    """A second reason does not make the period longer."""
    began = bool(reason) and row.grace_since is None
    row.grace_reason = reason
    row.grace_since = (row.grace_since or now) if reason else None
    row.save(update_fields=["grace_reason", "grace_since"])
    if began:
        note("grace_began", actor, reason=reason)
    else:
        note("grace_changed" if reason else "grace_ended", actor, reason=reason)


def ask_again(*, actor: Actor) -> None:
    """Asks the licensor whether the key is still good. Raises LicenseError when there is no word of it."""
    assert_no_transaction()
    if not licensor_address():
        raise NoLicensorError
    row = StoredLicense.objects.get(pk=StoredLicense.ROW)
    key, _answer = papers_of(row)
    request = noted(key, Way.ON_LINE)
    try:
        _take_word(gateways.confirm(request), actor=actor)
    except LicenseError as error:
        _not_asked(str(error.sentence))
        raise


@write
def _take_word(text: str, *, actor: Actor) -> None:
    row = StoredLicense.objects.select_for_update().get(pk=StoredLicense.ROW)
    facts = read_answer(text, known_licensors())
    key = answered(facts, here=place(row))
    now = database_now()
    row.asked_at, row.confirmed_at, row.ask_error = now, now, ""
    row.save(update_fields=["asked_at", "confirmed_at", "ask_error"])
    is_same = key.text == row.key
    if is_same and facts.status == "revoked" and row.grace_reason != Reason.REVOKED:
        _set_grace(row, Reason.REVOKED.value, now, actor)
    elif is_same and facts.status == "active" and row.grace_reason == Reason.REVOKED:
        _set_grace(row, "", now, actor)


@write
def _not_asked(why: str) -> None:
    StoredLicense.objects.filter(pk=StoredLicense.ROW).update(asked_at=database_now(), ask_error=why[:500])


def check_again(*, actor: Actor) -> License:
    """For the page: looks, and asks the licensor where there is an address. Raises LicenseError."""
    look(actor=actor)
    if licensor_address() and StoredLicense.objects.exclude(key="").exists():
        ask_again(actor=actor)
        look(actor=actor)
    return current()


def check_regularly() -> None:
    """The background thread's body: looks every time, asks once a day, is quiet when nobody answers."""
    actor = this_node()
    _note_server()
    look(actor=actor)
    row = StoredLicense.objects.get(pk=StoredLicense.ROW)
    is_due = row.asked_at is None or database_now() - row.asked_at >= ASK_EVERY
    if row.key and licensor_address() and is_due:
        try:
            ask_again(actor=actor)
        except LicenseError:
            return  # noted for the page; being away is no reason for a grace period
    forget_old_requests()


@write
def _note_server() -> None:
    StoredLicense.objects.filter(pk=StoredLicense.ROW).exclude(server=this_server()).update(
        server=this_server()
    )


@write
def forget_old_requests() -> int:
    """Questions whose answers would not be taken any more."""
    old = database_now() - timedelta(days=2 * REQUEST_DAYS)
    return ActivationRequest.objects.filter(asked_at__lt=old).delete()[0]
