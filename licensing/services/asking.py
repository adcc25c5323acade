"""A question to the licensor is noted before it leaves: only its own answer is taken."""

import secrets

from django.conf import settings

from common.actor import Actor
from common.clock import database_now
from common.unit import write
from licensing.models import ActivationRequest, StoredLicense, Way
from licensing.papers import KeyFacts, Request
from licensing.selectors import key_facts
from licensing.selectors.place import place
from licensing.services.noting import note


@write
def ask(*, key: str, way: Way, actor: Actor) -> Request:
    """A new question about this key, for this place. Raises PaperError."""
    facts = key_facts(key)
    request = noted(facts, way)
    if way is Way.OFF_LINE:
        note("requested", actor, key=facts.id)
    return request


@write
def noted(key: KeyFacts, way: Way) -> Request:
    """The question as a row, so that its answer is known by its nonce."""
    here = place(StoredLicense.objects.get(pk=StoredLicense.ROW))
    nonce = secrets.token_urlsafe(24)
    ActivationRequest.objects.create(
        nonce=nonce,
        key=key.text,
        key_id=key.id,
        database=here.database,
        server=here.server,
        way=way,
        asked_at=database_now(),
    )
    return Request(
        key=key.text,
        key_id=key.id,
        database=here.database,
        server=here.server,
        version=settings.VERSION,
        nonce=nonce,
    )
