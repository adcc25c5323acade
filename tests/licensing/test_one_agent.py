"""Without any licence one agent works through a whole day: nothing is held back."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from accounts.services import create_administrator
from licensing.selectors import State, current, seats_taken
from organization.models import Department
from tests.factories.accounts import PASSWORD, CustomerFactory
from tests.factories.organization import DepartmentFactory, GroupFactory, works_in
from tests.factories.tickets import TicketFactory
from tickets import services
from tickets.models import Message, Priority, Status, Ticket

pytestmark = pytest.mark.django_db
TICKETS = 12


@pytest.fixture
def ann() -> User:
    return create_administrator(name="Ann", address="ann@example.org", password=PASSWORD)


@pytest.fixture
def support(ann: User) -> Department:
    department = DepartmentFactory.create()
    works_in(ann, *department.groups.all())
    return department


def answered(ticket: Ticket, ann: User) -> None:
    content = services.Content(text="We have mended it.")
    services.assign(ticket, actor=ann.actor, agent=ann)
    services.reply(ticket, actor=ann.actor, author=ann, content=content)


def asked_back(ticket: Ticket) -> None:
    content = services.Content(text="It is broken again.")
    requester = ticket.requester
    services.customer_reply(
        ticket, actor=requester.actor, author=requester, content=content, source=Ticket.Source.PORTAL
    )


def test_a_whole_day(ann: User, support: Department) -> None:
    assert current().state is State.NONE
    tickets = [TicketFactory.create(department=support, subject=f"Ticket {n}") for n in range(TICKETS)]
    servers = GroupFactory.create(department=support, name="Servers")
    works_in(ann, servers)
    for ticket in tickets:
        answered(ticket, ann)
        asked_back(ticket)
        note = services.Content(text="The disk is full.")
        services.comment(ticket, actor=ann.actor, author=ann, content=note)
        services.set_priority(ticket, actor=ann.actor, priority=Priority.HIGH)
        services.add_tag(ticket, actor=ann.actor, name="disk")
        services.transfer(ticket, actor=ann.actor, group=servers, agent=ann)
        services.log_time(ticket, actor=ann.actor, agent=ann, work=services.Work(minutes=5))
        answered(ticket, ann)
        services.close(ticket, actor=ann.actor)
    services.mark_spam(tickets[0], actor=ann.actor)
    services.restore(tickets[0], actor=ann.actor)
    services.reopen(tickets[1], actor=ann.actor)
    assert Ticket.objects.filter(status=Status.CLOSED).count() == TICKETS - 1
    assert Message.objects.filter(by_agent=True).count() == 3 * TICKETS
    assert (current().state, seats_taken()) == (State.NONE, 1)


def test_the_pages_of_the_day(ann: User, support: Department) -> None:
    """Sign-in by password, the list, a ticket, the settings."""
    ticket = TicketFactory.create(department=support, requester=CustomerFactory.create())
    client = Client()
    answer = client.post("/login", {"username": ann.email, "password": PASSWORD})
    assert answer.status_code == 302
    pages = ("/agent", reverse("agent_ticket", args=[ticket.number]), "/settings/", "/settings/agents")
    for path in pages:
        assert client.get(path, follow=True).status_code == 200, path
