"""Step two of opening a ticket: the ticket provider is asked, once a number, outside any transaction.

The provider may charge the customer in this call. So the reservation says that the call has begun before it
begins, and holds the answer before the ticket is made. A second click waits for the first one's answer. A
call that was begun and whose answer never came (the process died) is not made again: then the policy for a
provider that fails decides.
"""

import logging
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from common.clock import database_now
from common.unit import assert_no_transaction, write, write_unfenced
from providers import services as providers
from providers.models import Kind
from providers.selectors import is_asked as asks
from providers.selectors import provider
from tickets.errors import ProviderAwayError
from tickets.models import Reservation
from tickets.services.answers import Answer, lost, of_provider, stored

logger = logging.getLogger(__name__)
_MARGIN_SECONDS = 15  # reading the service's description, a slow database
_PAUSE_SECONDS = 0.1


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What the provider is told. `login` of somebody who came by the web, `email` of who came by mail."""

    department: str
    subject: str
    login: str = ""
    email: str = ""
    fields: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Turn:
    """What a look at the reservation found: it is ours to ask, or it is settled, or somebody else asks."""

    number: str
    is_ours: bool = False
    is_settled: bool = False


def is_asked() -> bool:
    """Is there a ticket provider to ask?"""
    return asks(Kind.TICKETS)


def ask(key: str, question: Callable[[], Question]) -> None:
    """Returns when the reservation holds the answer, or when nobody is to be asked.

    `question` is called only if there is somebody to ask. What the answer says counts in `complete`. Raises
    ProviderAwayError when the provider was not reached and the policy is to refuse.
    """
    if not is_asked():
        return
    assert_no_transaction()
    while not (turn := _take(key)).is_settled:
        if turn.is_ours:
            _call(key, turn.number, question())
            return
        _wait(key)


def _wait(key: str) -> None:
    """Until the other one has the answer, or gives up, or its time is over."""
    waiting = Reservation.objects.filter(key=key, answer__isnull=True, ask_until__isnull=False)
    while (until := waiting.values_list("ask_until", flat=True).first()) and until > database_now():
        time.sleep(_PAUSE_SECONDS)


@write
def _take(key: str) -> _Turn:
    """Begins the call for this process alone; settles one whose answer will not come any more."""
    row = Reservation.objects.select_for_update().get(key=key)
    if row.answer is not None or row.ticket_id is not None:
        return _Turn(row.number, is_settled=True)
    now = database_now()
    if row.ask_until is None:
        seconds = provider(Kind.TICKETS).timeout_seconds + _MARGIN_SECONDS
        Reservation.objects.filter(pk=row.pk).update(ask_until=now + timedelta(seconds=seconds))
        return _Turn(row.number, is_ours=True)
    if row.ask_until > now:
        return _Turn(row.number)
    logger.warning("Ticket %s: StartTicket was begun, its answer is lost; it is not called again", row.number)
    Reservation.objects.filter(pk=row.pk).update(answer=stored(lost()))
    return _Turn(row.number, is_settled=True)


def _call(key: str, number: str, question: Question) -> None:
    said = providers.start_ticket(
        login=question.login,
        email_from=question.email,
        department_name=question.department,
        subject=question.subject,
        ticket_number=number,
        fields=question.fields,
    )
    if said.is_sent or (said.failed and said.allowed):
        _keep(key, of_provider(said))
        return
    _give_back(key)
    if not said.allowed:
        raise ProviderAwayError(said.message)


# Unfenced: the provider has answered, and may have charged. That is so whoever is active now.
@write_unfenced
def _keep(key: str, answer: Answer) -> None:
    """Unless it came too late: then what was settled without it stays."""
    Reservation.objects.filter(key=key, answer__isnull=True).update(answer=stored(answer))


@write_unfenced
def _give_back(key: str) -> None:
    """Nothing was asked: whoever comes next may."""
    Reservation.objects.filter(key=key, answer__isnull=True).update(ask_until=None)


@write
def retire(key: str) -> None:
    """A refused number is used up: the key is free for a new one, for which the provider is asked anew."""
    row = Reservation.objects.get(key=key)
    Reservation.objects.filter(pk=row.pk).update(key=f"{key[:90]}:refused:{row.pk}")
