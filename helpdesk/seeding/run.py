"""Seeding a desk with many tickets: stories are written, numbered and loaded in chunks, side by side."""

import gc
import multiprocessing
import random
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection, connections
from django.utils import timezone

from common import counters, sequences
from common.unit import run as run_unit
from common.unit import write
from helpdesk.demo import author, company, files, plots
from helpdesk.seeding import ids, loaders, people, terms, verbs, world
from helpdesk.seeding.calendar import Calendar
from helpdesk.seeding.rows import TicketRows
from helpdesk.seeding.tables import Batch
from helpdesk.seeding.turns import Turns
from organization.models import Group
from tickets.models import Ticket
from tickets.selectors.counts import COUNTER

CHUNK = 250
KEPT_MAIL_DAYS = 30
FATES_WITH_WORDS = (78, 5, 8, 9, 0, 0)  # whoever searches for them finds them


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """How much, and from which seed: the same plan on the same desk makes the same rows."""

    tickets: int
    seed: int
    until: datetime
    days: int = 365
    customers: int = 20_000
    agents: int = 50


@dataclass(slots=True)
class Work:
    """What every process knows; made once, before they part."""

    plan: Plan
    desk: author.Desk
    calendar: Calendar
    words: dict[int, tuple[str, ...]]
    turns: Turns
    first_ticket: int
    first_counter: int


_work: list[Work] = []
Progress = Callable[[int], object]


def seed(plan: Plan, *, jobs: int, progress: Progress) -> None:
    """Makes an organization if there is none, agents, customers, tickets; tells `progress` how many."""
    prepare(plan)
    work = start(plan)
    try:
        for count in _chunks(work, jobs):
            progress(count)
    finally:
        loaders.loader().finish(ids.tables())
    while counters.fold(COUNTER):
        pass
    _analyze()


def prepare(plan: Plan) -> None:
    """People and places."""
    rng = random.Random(f"people:{plan.seed}")  # noqa: S311  # repeatable, not secret
    if not Group.objects.exists():
        company.found()
    write(lambda: people.hire(rng, plan.agents))()
    people.add_customers(rng, plan.customers, before=plan.until - timedelta(days=plan.days), days=30)


def start(plan: Plan) -> Work:
    """Reads the world and reserves numbers."""
    found = world.read()
    found.keep_tags(plots.all_tags())
    attached = files.all_files()
    found.keep_files(attached)
    found.facts_since = plan.until - timedelta(days=settings.FACT_DAYS)
    found.mails_since = plan.until - timedelta(days=KEPT_MAIL_DAYS)
    desk = author.Desk(found, company.places(found.places), plan.until, attached)
    first = ids.free_ids()
    sequences.forget()
    counter = sequences.take("ticket", block=max(1, plan.tickets))
    sequences.forget()
    calendar = Calendar(tickets=plan.tickets, days=plan.days, until=plan.until)
    words = terms.spread(plan.tickets)
    return Work(plan, desk, calendar, words, Turns(first), first[Ticket._meta.db_table], counter)


def _chunks(work: Work, jobs: int) -> Iterator[int]:
    """Writes all chunks and yields the size of each one that is done."""
    numbers = range((work.plan.tickets + CHUNK - 1) // CHUNK)
    _work[:] = [work]
    if jobs < 2:
        yield from map(write_chunk, numbers)
        return
    connections.close_all()  # a connection must not be shared with a child
    with multiprocessing.get_context("fork").Pool(jobs, _no_collection) as pool:
        yield from pool.imap(write_chunk, numbers)


def _no_collection() -> None:
    """Rows hold no circles, so counting references frees them; to look for circles takes a tenth."""
    gc.freeze()
    gc.disable()


def write_chunk(chunk: int) -> int:
    """Tells the stories of a chunk and loads their rows in one transaction; returns how many."""
    work = _work[0]
    try:
        batch, counts = _told(work, chunk)
        batch.number(work.turns.take(chunk, batch.sizes()))
    except BaseException:
        work.turns.give_up()
        raise

    def load() -> None:
        loaders.load(batch)
        counters.add(COUNTER, sorted(counts.items()))

    run_unit(load)
    return min(CHUNK, work.plan.tickets - chunk * CHUNK)


def _told(work: Work, chunk: int) -> tuple[Batch, Counter[counters.Key]]:
    batch, counts = Batch(), Counter[counters.Key]()
    for number in range(chunk * CHUNK, min((chunk + 1) * CHUNK, work.plan.tickets)):
        ticket = _one(work, batch, number)
        key = ticket.count_key()
        if key is not None:
            counts[key] += 1
    return batch, counts


def _one(work: Work, batch: Batch, number: int) -> TicketRows:
    plan, desk = work.plan, work.desk
    rng = random.Random(f"{plan.seed}:{number}")  # noqa: S311  # repeatable, not secret
    at = work.calendar.moment(number, rng.random())
    words = work.words.get(number, ())
    fate = rng.choices(author.FATES, FATES_WITH_WORDS)[0] if words else ""
    customer = rng.choice(desk.world.customers)
    key_number = work.first_counter + number
    story = author.write(desk, rng, number=key_number, at=at, customer=customer, fate=fate, words=words)
    ticket_id = work.first_ticket + number
    return verbs.tell(batch, desk.world, story, ticket_id=ticket_id, number=number_of(work, at, number))


def number_of(work: Work, at: datetime, number: int) -> str:
    """As tickets.services.numbers gives it at that moment."""
    counter = (work.first_counter + number) & 0xFFFF
    return f"{work.desk.world.installation:03d}-{int(at.timestamp()):08X}-{counter:04X}"


def _analyze() -> None:
    """Lets the database know how its tables look now; a year's growth would have told it by itself."""
    with connection.cursor() as cursor:
        if connection.vendor in ("postgresql", "sqlite"):
            cursor.execute("ANALYZE")


def last_hour() -> datetime:
    """The end of what is seeded by default: the last full hour, so that nothing lies in the future."""
    return timezone.now().replace(minute=0, second=0, microsecond=0)
