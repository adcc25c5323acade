"""The people of the table and the objects that its routes point to.

Ann (agent) and Max (manager) work in Support, Otto in Billing; Cleo has a ticket in Support, Sam in Billing.
Every object of Billing carries the word ZEBRA, so that a page that shows it gives itself away.
"""

from dataclasses import dataclass, field
from typing import Any

import pytest
from django.apps import apps
from django.contrib.sessions.models import Session
from django.core.files.base import ContentFile
from django.db.models import Model
from django.test import Client

from accounts.models import Directory, Role, User
from clustering.models import Node, Practice
from common.clock import database_now
from customfields.models import Item
from mail.models import InboundMail, MailAccount, OutboundMail, SmtpAccount
from mail.services import receive
from organization.models import Brand, Department, Group, Membership
from providers.models import Call
from tests.factories.accounts import AgentFactory, CustomerFactory, administrator, manager, named
from tests.factories.customfields import line, template
from tests.factories.organization import works_in
from tests.factories.tickets import TicketFactory
from tests.permissions.rules import Rules, rules
from tickets import services
from tickets.models import Attachment, Message, Notification, Ticket
from tickets.selectors.links import guest_token

PEOPLE = ("stranger", "cleo", "sam", "ann", "otto", "max", "admin")
WORD = "ZEBRA"
PICTURE = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360606060000000050001"
    "a5f645400000000049454e44ae426082"
)


@dataclass
class Side:
    """A department with one of everything."""

    department: Department
    group: Group
    ticket: Ticket
    message: Message  # the customer's, with a file
    answer: Message  # an agent's, going out
    comment: Message  # with a file; no customer may see either
    file: Attachment
    comment_file: Attachment
    token: str
    membership: Membership
    line: Item  # of the department's template of custom fields


@dataclass
class World:
    people: dict[str, User]
    support: Side
    billing: Side
    notification: Notification
    role: Role
    brand: Brand
    directory: Directory
    mailbox: MailAccount  # Support's
    server: SmtpAccount  # Billing's
    kept: InboundMail
    waiting: OutboundMail
    rules: Rules
    node: Node  # an old server, disabled
    practice: Practice
    clients: dict[str, Client] = field(default_factory=dict)  # each person's browser, signed in


def _file(name: str, ticket: Ticket, message: Message, by: User) -> Attachment:
    kept = services.upload(name=name, content=ContentFile(PICTURE), size=len(PICTURE), by=by)  # type: ignore[arg-type]  # reads and seeks, as the service needs
    Attachment.objects.filter(pk=kept.pk).update(ticket=ticket, message=message)
    kept.refresh_from_db()
    return kept


def _side(brand: Brand, name: str, word: str, agent: User, customer: User) -> Side:
    department = Department.objects.create(brand=brand, name=name)
    group = Group.objects.create(department=department, name=f"{name} group")
    department.front_line = group
    department.save()
    works_in(agent, group)
    ticket = TicketFactory.create(
        f"The text {word}.", department=department, requester=customer, subject=f"The subject {word}"
    )
    actor, content = agent.actor, services.Content(text=f"The answer {word}.")
    answer = services.reply(ticket, actor=actor, author=agent, content=content, delay=600)
    comment = services.comment(ticket, actor=actor, author=agent, kind=Message.Kind.GENERAL, content=content)
    services.add_tag(ticket, actor=actor, name=f"{word}-tag")
    message = Message.objects.get(ticket=ticket, seq=1)
    ticket.refresh_from_db()
    return Side(
        department,
        group,
        ticket,
        message,
        answer,
        comment,
        _file(f"{word}.png", ticket, message, customer),
        _file(f"{word}-internal.png", ticket, comment, agent),
        guest_token(ticket, customer),
        Membership.objects.get(group=group, agent=agent),
        _line(department, word),
    )


def _line(department: Department, word: str) -> Item:
    department.ticket_template = template(name=department.name)
    department.save(update_fields=["ticket_template"])
    return line(department.ticket_template, f"Field {word}")


def _practice() -> Practice:
    at = database_now()
    values = {"home": "desk", "target": "old-server", "state": Practice.State.FAILED}
    return Practice.objects.create(asked_at=at, changed_at=at, ended_at=at, actor_kind="system", **values)


@pytest.fixture
def world(db: None) -> World:
    people = {
        "admin": administrator(),
        "max": manager(),
        "ann": named(AgentFactory, "Ann"),
        "otto": named(AgentFactory, "Otto"),
        "cleo": named(CustomerFactory, "Cleo"),
        "sam": named(CustomerFactory, "Sam"),
    }
    brand = Brand.objects.filter(is_default=True).first() or Brand.objects.create(
        name="Northwind", is_default=True, sender_address="desk@northwind.example"
    )
    support = _side(brand, "Support", "LION", people["ann"], people["cleo"])
    billing = _side(brand, "Billing", WORD, people["otto"], people["sam"])
    works_in(people["max"], support.group)
    notification = Notification.objects.create(
        user=people["ann"],
        ticket=support.ticket,
        kind="replied",
        fact_id=1,
        created_at=support.ticket.created_at,
    )
    nobody = {"host": "127.0.0.1", "port": 9, "timeout": 1}
    made = World(
        people,
        support,
        billing,
        notification,
        Role.objects.create(name="Night shift"),
        brand,
        Directory.objects.create(name="NORTHWIND", name_key="northwind", servers="dc1.desk.example"),
        MailAccount.objects.create(department=support.department, address="in@desk.example", **nobody),
        SmtpAccount.objects.create(department=billing.department, from_address="out@desk.example", **nobody),
        receive(raw=b"Subject: ZEBRA\r\n\r\nA mail.", department=billing.department),
        OutboundMail.objects.filter(owner_kind="ticket_message", owner_id=billing.answer.pk).get(),
        rules(people),
        Node.objects.create(name="old-server"),
        _practice(),
    )
    Call.objects.create(kind="tickets", method="StartTicket")
    for person in PEOPLE:
        client = Client(raise_request_exception=False)
        if person != "stranger":
            client.force_login(people[person], backend="accounts.backends.PasswordBackend")
        made.clients[person] = client
    return made


# What a request may write although it is refused: its own session, counters of tries, "last seen".
_NOT_COMPARED = {"session", "throttlerow", "accessattempt", "accessfailurelog", "accesslog"}


def snapshot() -> dict[str, Any]:
    """All rows of all tables of ours, to compare what was before with what is after."""
    found: dict[str, Any] = {}
    for model in apps.get_models():
        if model._meta.model_name in _NOT_COMPARED or model is Session:
            continue
        columns = [
            column.attname for column in model._meta.concrete_fields if column.attname != "last_seen_at"
        ]
        found[model._meta.label] = sorted(map(repr, _rows(model, columns)))
    return found


def _rows(model: type[Model], columns: list[str]) -> list[Any]:
    return list(model._default_manager.values_list(*columns))


__all__ = ["PEOPLE", "WORD", "World", "snapshot", "world"]
