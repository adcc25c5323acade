"""An answer is taken: genuine, ours, for this place, and once."""

from datetime import timedelta

from django.utils.translation import gettext as _

from common.actor import Actor
from common.clock import database_now
from common.unit import write
from licensing.errors import OtherAnswerError, OtherPlaceError, ReplayedError, RevokedError, StaleRequestError
from licensing.models import ActivationRequest, StoredLicense, Way
from licensing.papers import AnswerFacts, KeyFacts, known_licensors, read_answer
from licensing.selectors import Place, key_facts
from licensing.selectors.place import place
from licensing.services.noting import note

REQUEST_DAYS = 30


@write
def take_answer(*, answer: str, way: Way, actor: Actor) -> None:
    """The key of the question is active from now on. Raises PaperError."""
    row = StoredLicense.objects.select_for_update().get(pk=StoredLicense.ROW)
    facts = read_answer(answer, known_licensors())
    key = answered(facts, here=place(row))
    if facts.status == "revoked":
        raise RevokedError
    before, now = row.key, database_now()
    row.key, row.answer, row.way = key.text, facts.text, way
    row.grace_reason, row.grace_since, row.ask_error = "", None, ""
    row.activated_at = now
    row.confirmed_at = now if way is Way.ON_LINE else None
    row.asked_at = row.confirmed_at
    row.save()
    action = "activated" if before != key.text else "reactivated"
    note(action, actor, key=key.id, edition=key.edition.value, agents=key.agents, way=way.value)


def answered(facts: AnswerFacts, *, here: Place) -> KeyFacts:
    """The key that was asked about; the question counts as answered. Joins the unit. Raises PaperError."""
    question = ActivationRequest.objects.select_for_update().filter(nonce=facts.nonce).first()
    if question is None or question.key_id != facts.key_id:
        raise OtherAnswerError
    if question.answered_at is not None:
        raise ReplayedError
    now = database_now()
    if now - question.asked_at > timedelta(days=REQUEST_DAYS):
        raise StaleRequestError
    key = key_facts(question.key)
    if key.licensor != facts.licensor:
        raise OtherAnswerError
    _check_place(facts, question, here, moves=key.failover)
    question.answered_at = now
    question.save(update_fields=["answered_at"])
    return key


def _check_place(facts: AnswerFacts, question: ActivationRequest, here: Place, *, moves: bool) -> None:
    """With failover another node of the cluster may have become active while the file was on its way."""
    is_ours = (facts.database, facts.server) == (question.database, question.server)
    if is_ours and facts.database == here.database and (moves or facts.server == here.server):
        return
    said = _(
        "The answer is for the fingerprint %(other)s; this desk has %(here)s. Save a new request file here."
    )
    raise OtherPlaceError(said % {"other": Place(facts.database, facts.server).text, "here": here.text})
