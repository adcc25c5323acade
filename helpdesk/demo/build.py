"""Makes the demo company where it is missing: people and places by services' rules, tickets as rows."""

import random
import secrets
from datetime import datetime, timedelta

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX, make_password
from django.db.models import Q
from django.utils import timezone

from accounts.models import User
from common import counters, options, sequences
from common.actor import SYSTEM
from common.unit import run
from helpdesk.demo import author, company, fields, licence, plots, rules, tickets, work
from helpdesk.demo.files import all_files
from helpdesk.seeding import ids, loaders, people, verbs, world
from helpdesk.seeding.tables import Batch
from organization.models import Membership
from tickets.models import Draft, ReadState, Reservation, Ticket
from tickets.selectors.counts import COUNTER
from tickets.services import numbers

CUSTOMERS = 200
INSTALLATION = 168  # the first part of ticket numbers
_DAYS = 120
_REGISTERED = 60


def build() -> bool:
    """The company, its customers and its tickets. False when all of that is there already."""
    company.found()
    licence.found()
    fields.found()
    rules.found()
    options.put(numbers.INSTALLATION, INSTALLATION, actor=SYSTEM)
    numbers.forget()
    if Reservation.objects.filter(key=tickets.HERO).exists():
        return False
    run(lambda: _people_and_tickets(timezone.now()))
    work.found(timezone.now())
    while counters.fold(COUNTER):
        pass
    return True


def _people_and_tickets(now: datetime) -> None:
    rng = random.Random("demo")  # noqa: S311  # the same company for everybody
    cleo = _cleo(now)
    people.add_customers(rng, CUSTOMERS - 1, before=now - timedelta(days=_DAYS), days=300)
    _register(now)
    _write(rng, cleo, now)


def _cleo(now: datetime) -> User:
    found = User.objects.filter(username="cleo").first()
    return found or User.objects.create_user(
        "cleo",
        "demo-cleo",
        email="cleo@marsh-daughters.example",
        display_name="Cleo Marsh",
        organization_name="Marsh & Daughters",
        job_title="Owner",
        phone="+44 20 7946 0011",
        time_zone="Europe/London",
        language="en",
        email_verified_at=now - timedelta(days=_DAYS),
        preferences={"demo": True},
    )


def _register(now: datetime) -> None:
    """Some customers have an account, with a password that nobody knows."""
    rows = User.objects.filter(is_agent=False, password__startswith=UNUSABLE_PASSWORD_PREFIX).exclude(
        pk=User.QUEUE_ID
    )
    chosen = list(rows.order_by("id").values_list("id", flat=True)[:_REGISTERED])
    User.objects.filter(pk__in=chosen).update(
        password=make_password(secrets.token_urlsafe(32)), email_verified_at=now - timedelta(days=_DAYS)
    )


def _write(rng: random.Random, cleo: User, now: datetime) -> None:
    """All tickets."""
    found = world.read()
    found.customers = [one for one in found.customers if one.id != cleo.pk]
    found.keep_tags(plots.all_tags())
    found.keep_files(all_files())
    found.facts_since = found.mails_since = now - timedelta(days=30)
    desk = author.Desk(found, company.places(found.places), now, all_files())
    batch, first = Batch(), ids.free_ids()
    hero = 0
    for number, story in enumerate(tickets.stories(desk, world.person(cleo), rng)):
        hero = first[Ticket._meta.db_table] + number
        name = f"{found.installation:03d}-{int(story.start.at.timestamp()):08X}"
        counter = sequences.take("ticket", block=tickets.COUNT) & 0xFFFF
        ticket = verbs.tell(batch, found, story, ticket_id=hero, number=f"{name}-{counter:04X}")
        key = ticket.count_key()
        counters.add(COUNTER, [(key, 1)] if key else [])
    batch.number(first)
    loaders.load(batch)
    loaders.loader().finish(ids.tables())
    fields.fill(rng)
    _draft(hero, now)
    _read(now)


def _read(now: datetime) -> None:
    """Agents have read what is old or was answered; what customers wrote last is new to them."""
    old = now - timedelta(hours=20)
    pairs = Membership.objects.values_list("group_id", "agent_id")
    agents: dict[int, list[int]] = {}
    for group_id, agent_id in pairs:
        agents.setdefault(group_id, []).append(agent_id)
    rows = Ticket.objects.filter(Q(last_by_agent=True) | Q(updated_at__lt=old))
    marks = [
        ReadState(ticket_id=ticket_id, agent_id=agent_id, seq=seq)
        for ticket_id, group_id, seq in rows.values_list("id", "group_id", "last_seq")
        for agent_id in agents.get(group_id, [])
    ]
    ReadState.objects.bulk_create(marks, ignore_conflicts=True, batch_size=500)


def _draft(ticket_id: int, now: datetime) -> None:
    """Ann has begun to answer Cleo."""
    Draft.objects.create(
        ticket_id=ticket_id,
        agent=User.objects.get(username="ann"),
        mode=Draft.Mode.REPLY,
        html="<div>Hello Cleo,<br><br>I am calling you in five minutes. Until then: the relay checks "
        "203.0.113.25 as well, and that address had no reverse record either. It has one now.</div>",
        saved_at=now - timedelta(minutes=1),
    )
