"""`manage.py seed` and `manage.py demo`: repeatable, complete, and right in all that is derived."""

from collections import Counter
from datetime import UTC, datetime
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.db import transaction

from accounts.models import User
from common import search, sequences
from common.models import AuditEntry, OutboxRow
from helpdesk.seeding import terms
from helpdesk.seeding.run import Plan, seed
from mail.models import OutboundMail
from organization.models import Brand, Department
from tickets.models import Message, Ticket
from tickets.services import checks

UNTIL = datetime(2026, 6, 1, 12, tzinfo=UTC)
TICKETS = 300


def _seed() -> int:
    plan = Plan(tickets=TICKETS, seed=1, until=UNTIL, days=90, customers=60, agents=15)
    told: list[int] = []
    seed(plan, jobs=1, progress=told.append)
    return sum(told)


def _texts() -> list[Any]:
    rows = Message.objects.order_by("ticket__number", "seq")
    return list(rows.values_list("ticket__subject", "seq", "text", "author_name", "created_at", "delivery"))


@pytest.mark.matrix
@pytest.mark.django_db
def test_what_is_derived_is_right() -> None:
    assert _seed() == TICKETS == Ticket.objects.count()
    assert checks.count_differences() == []
    call_command("reindex", "--check", stdout=StringIO())
    assert not OutboxRow.objects.filter(state=OutboxRow.State.PENDING).exists()
    assert OutboxRow.objects.order_by("created_at")[0].created_at >= datetime(2026, 5, 2, 12, tzinfo=UTC)
    assert Ticket.objects.order_by("-updated_at")[0].updated_at < UNTIL
    assert not OutboundMail.objects.filter(state=OutboundMail.State.QUEUED).exists()


@pytest.mark.matrix
@pytest.mark.django_db
def test_the_next_ticket_is_counted_on() -> None:
    """After given ids the database goes on behind them."""
    _seed()
    entry = AuditEntry.objects.create(item_kind="ticket", item_id=1, action="ticket.spam", at=UNTIL)
    assert entry.pk > AuditEntry.objects.exclude(pk=entry.pk).order_by("-pk")[0].pk


@pytest.mark.matrix
@pytest.mark.django_db(transaction=True)  # full text of MariaDB sees what is committed
def test_words_have_the_hits_they_should() -> None:
    _seed()
    wanted = terms.hits(TICKETS)
    assert (min(wanted.values()), len(wanted)) == (1, 200)
    assert terms.hits(100_000)["quartz"] == 1000
    for word in ("quartz", terms.WORDS[100], terms.WORDS[-1]):
        found, _more = search.find("ticket", word, scopes=None, size=1000)
        assert len(found) == wanted[word], word


@pytest.mark.django_db
def test_the_same_seed_makes_the_same_tickets() -> None:
    tellings = []
    for _time in range(2):
        sequences.forget()
        with transaction.atomic():
            _seed()
            tellings.append(_texts())
            transaction.set_rollback(True)
    assert tellings[0] == tellings[1]


@pytest.mark.django_db
def test_the_demo_company_is_made_once() -> None:
    call_command("demo", stdout=StringIO())
    before = (Ticket.objects.count(), User.objects.count(), Message.objects.count())
    call_command("demo", stdout=StringIO())
    assert (Ticket.objects.count(), User.objects.count(), Message.objects.count()) == before
    assert before[0] == 400
    assert (Brand.objects.count(), Department.objects.count()) == (2, 5)
    assert User.objects.filter(is_agent=True).count() >= 12
    assert User.objects.filter(is_agent=False).exclude(pk=User.QUEUE_ID).count() == 200
    assert checks.count_differences() == []


@pytest.mark.django_db
def test_the_demo_company_is_believable_and_harmless() -> None:
    call_command("demo", stdout=StringIO())
    shelves = Counter(Ticket.objects.values_list("shelf", flat=True))
    assert all(shelves[shelf] for shelf in Ticket.Shelf.values)
    assert {"en", "de", "fr", "es", "ja", "ar"} == set(Ticket.objects.values_list("language", flat=True))
    assert Message.objects.filter(delivery="failed").exists()
    assert not OutboundMail.objects.exclude(state__in=("sent", "failed")).exists()
    assert all(
        address.endswith(".example")
        for address in User.objects.exclude(email="").values_list("email", flat=True)
    )
    leftovers = [
        text for text in Message.objects.values_list("text", flat=True) if "{" in text or "|" in text
    ]
    assert leftovers == []


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["admin", "ann", "max", "otto", "cleo"])
def test_the_cast_may_sign_in(name: str) -> None:
    call_command("demo", stdout=StringIO())
    user = User.objects.get(username=name)
    assert user.check_password(f"demo-{name}")
    assert user.preferences["demo"] is True
