"""The same story told by the services and by the seeder leaves the same rows."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import transaction

from common import sequences
from helpdesk.seeding import loaders, verbs, world
from helpdesk.seeding.ids import free_ids
from helpdesk.seeding.steps import Start, Step, Story
from helpdesk.seeding.tables import Batch
from helpdesk.seeding.world import File, Person, World
from mail.models import SmtpAccount
from organization.models import Brand, Department, Group, Membership
from tests.seed import by_services
from tests.seed.dump import Dump, dump
from tests.tickets.conftest import Cast, cast
from tickets.models import Message, Priority, Status, Ticket

__all__ = ["cast"]
AT = datetime.fromisoformat("2026-03-02T09:00:00+00:00")
LOG = File("mail.log", b"550 5.7.1 rejected\n")


@pytest.fixture
def stage(cast: Cast) -> World:
    """The cast, a second brand, a file and some tags."""
    brand = Brand.objects.create(name="Skiff", sender_address="help@skiff.example", sender_name="Skiff help")
    domains = Department.objects.create(brand=brand, name="Domains", auto_respond=False)
    domains.front_line = Group.objects.create(department=domains, name="Front")
    domains.save()
    Membership.objects.create(group=domains.front_line, agent=cast.otto)
    cast.ann.signature_html = "<p>Ann, Support</p>"
    cast.ann.save()
    account = SmtpAccount(host="localhost", port=25, from_address="desk@northwind.example", from_name="Desk")
    account.save()
    found = world.read()
    found.keep_tags(["vip", "mail", "dns"])
    found.keep_files([LOG])
    return found


def tell_both(stage: World, story: Story) -> tuple[Dump, Dump]:
    """The rows by the services and the rows by the seeder; both are taken back."""
    with transaction.atomic():
        ticket = by_services.tell(story)
        expected, number = dump(ticket), ticket.number
        transaction.set_rollback(True)
    sequences.forget()
    with transaction.atomic():
        found = _seeded(stage, story, number)
        transaction.set_rollback(True)
    return expected, found


def _seeded(stage: World, story: Story, number: str) -> Dump:
    batch, first = Batch(), free_ids()
    rows = verbs.tell(batch, stage, story, ticket_id=first[Ticket._meta.db_table], number=number)
    batch.number(first)
    loaders.load(batch)
    key = rows.count_key()
    return dump(Ticket.objects.get(pk=rows.id)) | {"counters": {key: 1} if key else {}}


Scenario = Callable[[World, Cast], Story]


class Teller:
    """Writes a story minute by minute."""

    def __init__(self, start: Start) -> None:
        self.start = start
        self.at = start.at
        self.steps: list[Step] = []

    def then(self, verb: str, by: Person, **given: Any) -> "Teller":
        self.at += timedelta(minutes=7, microseconds=11)
        self.steps.append(Step(verb, self.at, by, given))
        return self

    @property
    def story(self) -> Story:
        return Story(self.start, tuple(self.steps))


def _people(stage: World, cast: Cast) -> dict[str, Person]:
    return {name: world.person(getattr(cast, name)) for name in ("ann", "max", "otto", "ada", "cleo", "sam")}


def _start(stage: World, cast: Cast, **fields: Any) -> Start:
    start = Start(
        key="form:1",
        at=AT,
        place=stage.place(cast.front.pk),
        subject="Mail bounces",
        text="Every second mail comes back.\n\nSee https://status.example/mx for more.",
        requester=world.person(cast.cleo),
    )
    return replace(start, **fields)


def only_opened(stage: World, cast: Cast) -> Story:
    return Story(_start(stage, cast))


def opened_with_everything(stage: World, cast: Cast) -> Story:
    return Story(
        _start(
            stage,
            cast,
            key="mail:77",
            source=Ticket.Source.MAIL,
            mail_id="abc@customers.example",
            why={"code": "new", "class": "person"},
            cc=(world.person(cast.sam),),
            tags=("vip", "dns"),
            files=(LOG,),
            priority=Priority.URGENT,
            language="de",
        )
    )


def opened_by_an_agent(stage: World, cast: Cast) -> Story:
    ann = world.person(cast.ann)
    start = _start(stage, cast, source=Ticket.Source.AGENT, by_agent=ann, agent=ann, key="agent:1")
    return Teller(start).then("delivered", ann, seq=1).story


def talked_and_closed(stage: World, cast: Cast) -> Story:
    who = _people(stage, cast)
    teller = Teller(_start(stage, cast, cc=(who["sam"],)))
    teller.then("reply", who["ann"], text="We look into it.", files=(LOG,))
    teller.then("delivered", who["ann"], seq=2)
    teller.then("customer_reply", who["cleo"], text="Thank you, still bouncing", files=(LOG,))
    teller.then("mark_read", who["ann"], seq=3).then("read_notices", who["ann"])
    teller.then("comment", who["max"], text="Look at .25 too", kind=Message.Kind.STICKY)
    teller.then("reply", who["ann"], text="x", html="<p>Now <b>mended</b>.</p>", status=None)
    teller.then("delivered", who["ann"], seq=5, said="550 no such user")
    teller.then("set_status", who["ann"], status=Status.CLOSED, comment="PTR was missing")
    teller.then(
        "customer_reply",
        who["cleo"],
        text="Not yet",
        quoted="> Now mended",
        source="mail",
        mail_id="d@c.example",
    )
    return teller.then("set_status", who["max"], status=Status.LOCKED).story


def handed_about(stage: World, cast: Cast) -> Story:
    who = _people(stage, cast)
    domains = next(place for place in stage.places if place.department == "Domains")
    teller = Teller(_start(stage, cast, tags=("mail",)))
    teller.then("assign", who["max"], agent=who["ann"]).then("pin", who["ann"])
    teller.then("set_priority", who["ann"], priority=Priority.HIGH).then("add_tag", who["ann"], name="dns")
    teller.then("transfer", who["ann"], place=domains, agent=who["otto"], comment="It is a domain.")
    teller.then("reply", who["otto"], text="The domain is free again.").then("delivered", who["otto"], seq=3)
    teller.then("transfer", who["otto"], place=stage.place(cast.servers.pk), status=Status.WAITING)
    teller.then("set_subject", who["ada"], subject="Mail bounces, again")
    teller.then("add_cc", who["ada"], person=who["sam"])
    teller.then("reply", who["ada"], text="From outside the group.").then("delivered", who["ada"], seq=4)
    return teller.then("customer_reply", who["sam"], text="I am on copy").story


def left_by_its_agent(stage: World, cast: Cast) -> Story:
    who = _people(stage, cast)
    teller = Teller(_start(stage, cast, agent=who["otto"]))
    teller.then("customer_reply", who["cleo"], text="Is anybody there?")
    return teller.then("set_status", who["cleo"], status=Status.ACTIVE).story


def strangers_and_machines(stage: World, cast: Cast) -> Story:
    who = _people(stage, cast)
    teller = Teller(_start(stage, cast)).then("reply", who["ann"], text="Please send the log")
    teller.then("delivered", who["ann"], seq=2)
    teller.then("customer_reply", who["sam"], text="Me too", is_stranger=True, source="mail")
    return teller.then(
        "customer_reply", who["cleo"], text="I am away", is_automatic=True, source="mail"
    ).story


def spam(stage: World, cast: Cast) -> Story:
    return Teller(_start(stage, cast)).then("mark_spam", world.person(cast.ann)).story


def deleted_after_a_close(stage: World, cast: Cast) -> Story:
    max_ = world.person(cast.max)
    teller = Teller(_start(stage, cast)).then("set_status", max_, status=Status.CLOSED)
    return teller.then("delete", max_).story


SCENARIOS: list[Scenario] = [
    only_opened,
    opened_with_everything,
    opened_by_an_agent,
    talked_and_closed,
    handed_about,
    left_by_its_agent,
    strangers_and_machines,
    spam,
    deleted_after_a_close,
]


@pytest.mark.matrix
@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda scenario: scenario.__name__)
def test_the_seeder_leaves_the_rows_of_the_services(scenario: Scenario, stage: World, cast: Cast) -> None:
    expected, found = tell_both(stage, scenario(stage, cast))
    assert found.keys() == expected.keys()
    for table, rows in expected.items():
        assert found[table] == rows, table


def test_every_verb_of_the_seeder_is_in_a_scenario(stage: World, cast: Cast) -> None:
    told = {step.verb for scenario in SCENARIOS for step in scenario(stage, cast).steps}
    assert told == set(verbs.VERBS)


def test_the_comparison_sees_a_difference(stage: World, cast: Cast) -> None:
    story = talked_and_closed(stage, cast)
    expected, _found = tell_both(stage, story)
    _expected, found = tell_both(stage, Story(story.start, story.steps[:-1]))
    assert found["history"] != expected["history"]
