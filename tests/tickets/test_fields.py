"""Custom fields of a ticket: given when it is opened, changed with a word, awaited by closing."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest

from accounts.models import User
from common import search
from common.models import SearchDocument
from customfields.models import Template
from customfields.selectors import values_of
from organization.selectors import scope_of
from tests.factories import customfields as make
from tests.tickets.conftest import Cast
from tickets import services
from tickets.errors import ClosingRefusedError, TicketError
from tickets.models import Status, Ticket, TicketValue
from tickets.selectors import history
from tickets.selectors.fields import properties_of
from tickets.services import checks
from tickets.services.fields import set_fields

OpenTicket = Callable[..., Ticket]


@pytest.fixture
def asks(cast: Cast) -> Template:
    """What every department asks for that has nothing of its own."""
    template = make.template(is_default=True)
    make.line(template, "Domain")
    make.line(template, "Product", "choice", options=["VPS 8", "Web L"], close_must=True)
    make.line(template, "Backed up", "bool", close_must=True)
    make.line(template, "Servers", "multi", options=["s1", "s2", "s3"])
    make.line(template, "Due", "date")
    make.line(template, "Amount", "number", is_searchable=False)
    return template


def pk(asks: Template, name: str) -> int:
    return asks.items.get(field__name=name).field_id


def held(ticket: Ticket) -> dict[str, object]:
    return {one.name: one.value for one in values_of(TicketValue, ticket).values()}


def is_found(words: str) -> list[int]:
    return search.find("ticket", words, scopes=None)[0]


@pytest.mark.django_db(transaction=True)  # full text of MariaDB sees what is committed
def test_values_come_with_the_ticket_and_are_found(asks: Template, open_ticket: OpenTicket) -> None:
    given = {
        pk(asks, "Domain"): "marsh.example",
        pk(asks, "Servers"): ("s1", "s3"),
        pk(asks, "Due"): date(2026, 3, 31),
        pk(asks, "Amount"): Decimal("12.50"),
    }
    ticket = open_ticket(fields=given)
    assert held(ticket) == {
        "Domain": "marsh.example", "Servers": ("s1", "s3"),
        "Due": date(2026, 3, 31), "Amount": Decimal("12.5"),
    }  # fmt: skip
    assert is_found("marsh.example") == [ticket.pk]
    assert is_found("12.5") == []
    set_fields(ticket, actor=ticket.requester.actor, values={pk(asks, "Domain"): "daughters.example"})
    assert is_found("daughters") == [ticket.pk]
    ((found, words),) = checks.tickets_with_words()
    assert "xdaughters" in words.split()
    assert not checks.document_differs(found, words, SearchDocument.objects.get(item_id=ticket.pk))


def test_what_changed_stands_in_the_history(cast: Cast, asks: Template, open_ticket: OpenTicket) -> None:
    ticket = open_ticket(fields={pk(asks, "Domain"): "a.example"})
    before = len(history(ticket))
    values = {pk(asks, "Domain"): "b.example", pk(asks, "Product"): "VPS 8"}
    set_fields(ticket, actor=cast.ann.actor, values=values)
    set_fields(ticket, actor=cast.ann.actor, values=values)  # the same again says nothing
    (line,) = history(ticket)[before:]
    assert line.actor == cast.ann.name
    assert all(word in line.sentence for word in ("Domain", "a.example", "b.example", "Product", "VPS 8"))


def test_fields_that_do_not_exist_are_passed_over(asks: Template, open_ticket: OpenTicket) -> None:
    ticket = open_ticket(fields={987654: "x"})
    assert held(ticket) == {}


def _by_status(ticket: Ticket, ann: User) -> None:
    services.set_status(ticket, actor=ann.actor, status=Status.LOCKED)


def _by_close(ticket: Ticket, ann: User) -> None:
    services.close(ticket, actor=ann.actor, comment="Done")


def _by_reply(ticket: Ticket, ann: User) -> None:
    services.reply(
        ticket, actor=ann.actor, author=ann, content=services.Content(text="Done"), status=Status.CLOSED
    )


def _by_transfer(ticket: Ticket, ann: User) -> None:
    services.transfer(ticket, actor=ann.actor, group=ticket.group, agent=ann, status=Status.CLOSED)


DOORS = (_by_status, _by_close, _by_reply, _by_transfer)


@pytest.mark.parametrize("door", DOORS)
def test_closing_waits_for_its_fields(
    cast: Cast, asks: Template, open_ticket: OpenTicket, door: Callable[[Ticket, User], None]
) -> None:
    ticket = open_ticket()
    with pytest.raises(ClosingRefusedError) as refused:
        door(ticket, cast.ann)
    assert str(refused.value.message) == "Not closed: Product and Backed up are still to be filled in."
    ticket.refresh_from_db()
    assert (ticket.status, ticket.last_seq) == (Status.ACTIVE, 1)
    set_fields(
        ticket, actor=cast.ann.actor, values={pk(asks, "Product"): "VPS 8", pk(asks, "Backed up"): True}
    )
    door(ticket, cast.ann)
    ticket.refresh_from_db()
    assert not ticket.is_open


def test_a_box_that_is_not_ticked_is_still_missing(
    cast: Cast, asks: Template, open_ticket: OpenTicket
) -> None:
    ticket = open_ticket(fields={pk(asks, "Product"): "VPS 8", pk(asks, "Backed up"): True})
    set_fields(ticket, actor=cast.ann.actor, values={pk(asks, "Backed up"): False})
    with pytest.raises(ClosingRefusedError, match="Backed up is still"):
        services.close(ticket, actor=cast.ann.actor)


def test_many_at_once_name_those_that_wait(cast: Cast, asks: Template, open_ticket: OpenTicket) -> None:
    ready = open_ticket(fields={pk(asks, "Product"): "VPS 8", pk(asks, "Backed up"): True})
    waiting = open_ticket()
    result = services.bulk(
        "close", [ready.number, waiting.number], scope=scope_of(cast.ann), actor=cast.ann.actor
    )
    assert [ticket.pk for ticket in result.done] == [ready.pk]
    assert result.failed == [(waiting.number, "Not closed: Product and Backed up are still to be filled in.")]


def test_a_ticket_that_is_opened_closed_waits_too(
    cast: Cast, asks: Template, open_ticket: OpenTicket
) -> None:
    with pytest.raises(TicketError, match="Product"):
        open_ticket(status=Status.CLOSED, by_agent=cast.ann)
    assert not Ticket.objects.exists()
    done = {pk(asks, "Product"): "VPS 8", pk(asks, "Backed up"): True}
    assert not open_ticket(status=Status.CLOSED, by_agent=cast.ann, fields=done).is_open


def test_the_department_decides_and_a_transfer_keeps_values(
    cast: Cast, asks: Template, open_ticket: OpenTicket
) -> None:
    own = make.template(name="Billing")
    make.line(own, "Invoice", close_must=True)
    cast.billing.ticket_template = own
    cast.billing.save()
    ticket = open_ticket(fields={pk(asks, "Domain"): "a.example"})
    services.transfer(ticket, actor=cast.ann.actor, group=cast.invoices)
    found = properties_of(ticket, own.pk)
    assert [(one.item.name, one.is_kept, one.said) for one in found] == [
        ("Invoice", False, ""),
        ("Domain", True, "a.example"),
    ]
    assert "Domain" in history(ticket)[-1].sentence
    with pytest.raises(ClosingRefusedError, match="Invoice is still"):
        services.close(ticket, actor=cast.otto.actor)
