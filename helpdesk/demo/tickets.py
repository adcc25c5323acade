"""The tickets of the demo company: some hundred written by plots, and Cleo's, which is told by hand."""

import random
from collections.abc import Iterator
from datetime import datetime, timedelta

from helpdesk.demo import author
from helpdesk.demo.files import all_files
from helpdesk.seeding.steps import Start, Step, Story
from helpdesk.seeding.world import Person
from tickets.models import Message, Priority, Status, Ticket

COUNT = 400
HERO = "form:demo"
_CLEO_PLACES = ("front", "front", "servers", "billing", "front", "domains", "migrations", "front", "servers")
_RECENT = (35, 2, 4, 55, 3, 1)
_OLDER = (78, 6, 9, 3, 2, 2)


def stories(desk: author.Desk, cleo: Person, rng: random.Random) -> Iterator[Story]:
    """All of them, oldest first; the last one is Cleo's, which waits for an answer."""
    moments = sorted(_moments(desk.until, rng))
    every = len(moments) // len(_CLEO_PLACES)
    for number, at in enumerate(moments):
        desk.fates = _RECENT if desk.until - at < timedelta(days=5) else _OLDER
        is_cleos = number % every == every // 2 and number // every < len(_CLEO_PLACES)
        customer = cleo if is_cleos else rng.choice(desk.world.customers)
        key = _CLEO_PLACES[number // every] if is_cleos else ""
        yield author.write(desk, rng, number=number, at=at, customer=customer, place_key=key)
    yield hero(desk, cleo)


def _moments(until: datetime, rng: random.Random) -> Iterator[datetime]:
    """Most of them in the last days, a few from the quarter before."""
    for number in range(COUNT - 1):
        days = rng.uniform(0.02, 5) if number % 20 < 9 else rng.uniform(5, 100)
        yield until - timedelta(days=days)


def hero(desk: author.Desk, cleo: Person) -> Story:
    """Cleo's shop loses orders: the ticket that a visitor sees first."""
    front = desk.places["front"][0]
    ann = next(agent for agent in front.members if agent.name.startswith("Ann "))
    max_ = next(agent for agent in front.members if agent.name.startswith("Max "))
    begin = desk.until - timedelta(minutes=78)
    files = {file.name: file for file in all_files()}

    def after(minutes: float) -> datetime:
        return begin + timedelta(minutes=minutes)

    start = Start(
        key=HERO,
        at=begin,
        place=front,
        subject="Mail bounces since the IP change on mx2",
        text=_FIRST,
        requester=cleo,
        source=Ticket.Source.MAIL,
        priority=Priority.NORMAL,
        files=(files["bounce.eml"], files["headers.txt"]),
        language="en",
        mail_id="5f2c71e0.8841@marsh-daughters.example",
        why={"code": "new.first", "class": "person"},
    )
    quoted = "\n".join(f"> {line}" for line in _ANSWER.split("\n"))
    mailed = {"source": "mail", "mail_id": "7a90c3d4.8842@marsh-daughters.example", "quoted": quoted}
    steps = (
        Step("set_priority", after(2), max_, {"priority": Priority.URGENT}),
        Step("assign", after(2.5), max_, {"agent": ann}),
        Step("add_tag", after(3), max_, {"name": "vip"}),
        Step("add_tag", after(3.2), max_, {"name": "mail"}),
        Step("reply", after(17), ann, {"text": _ANSWER, "status": int(Status.WAITING)}),
        Step("delivered", after(17.2), ann, {"seq": 2}),
        Step("comment", after(26), max_, {"text": _COMMENT, "kind": int(Message.Kind.GENERAL)}),
        Step("mark_read", after(26.5), ann, {"seq": 3}),
        Step("read_notices", after(26.5), ann),
        Step("customer_reply", after(70), cleo, {"text": _AGAIN, **mailed, "why": {"code": "joined.own_id"}}),
    )
    return Story(start, steps)


_FIRST = """Good morning,

since the move to the new address range last night every second order confirmation comes back. \
The shop runs on your VPS, mail leaves through mx2. This is what we get:

550 5.7.1 [203.0.113.24] sender rejected: no PTR record
Remote server: mx.orders.marsh-daughters.example

We have about 40 orders an hour today, so please treat it as urgent.

Cleo"""
_ANSWER = """Hello Cleo,

you are right: the reverse record for 203.0.113.24 was not moved with the range. I have set it to \
mx2.northwind.example; resolvers can keep the old answer for up to 20 minutes.

Mail that bounced is not lost, I have put 17 messages back into the queue."""
_COMMENT = """Three more addresses of that range have no PTR: .25, .31 and .40. I asked the network team.

If Cleo writes again, credit a day, she was promised it in October."""
_AGAIN = """Still bouncing. The relay at orders@ now answers 550 5.7.1 and we lose orders every hour. \
Can someone call me? +44 20 7946 0011"""
