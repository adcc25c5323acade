"""Custom fields in the workspace: on a ticket's page and on a new ticket."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from customfields.models import Template
from customfields.selectors import values_of
from tests.factories import customfields as make
from tests.tickets.conftest import Cast
from tests.tickets.test_agent_ticket import signed_in, url
from tickets.models import Ticket, TicketValue

OpenTicket = Callable[..., Ticket]
SCRIPT = {"HX-Request": "true"}


@pytest.fixture
def asks(cast: Cast) -> Template:
    template = make.template()
    make.line(template, "Domain", agent_must=True)
    make.line(template, "Product", "choice", options=["VPS 8", "Web <L>"], close_must=True)
    make.line(template, "Urgency", agent_sees=False)
    make.line(template, "Servers", "multi", options=["s1", "s2"])
    cast.support.ticket_template = template
    cast.support.save()
    return template


def key(asks: Template, name: str) -> str:
    return f"cf_{asks.items.get(field__name=name).field_id}"


def said(ticket: Ticket) -> dict[str, str]:
    return {value.name: value.said for value in values_of(TicketValue, ticket).values()}


def page(client: Client, ticket: Ticket, rest: str = "") -> str:
    answer = client.get(url(ticket, rest), headers=SCRIPT if rest else {})
    assert answer.status_code == 200
    return answer.content.decode()


def test_fields_stand_among_the_properties(cast: Cast, asks: Template, open_ticket: OpenTicket) -> None:
    product = asks.items.get(field__name="Product").field_id
    ticket = open_ticket()
    drawn = page(signed_in(cast.ann), ticket)
    assert "Needed to close" in drawn
    assert "Urgency" not in drawn
    with_value = open_ticket(fields={product: "Web <L>"})
    drawn = page(signed_in(cast.ann), with_value)
    assert "Web &lt;L&gt;" in drawn
    assert "Needed to close" not in drawn


def test_they_are_changed_in_one_form(cast: Cast, asks: Template, open_ticket: OpenTicket) -> None:
    ticket, client = open_ticket(), signed_in(cast.ann)
    form = page(client, ticket, "/fields")
    assert "Domain" in form
    assert "Urgency" not in form
    wrong = client.post(url(ticket, "/fields"), {key(asks, "Product"): "VPS 9"}, headers=SCRIPT)
    assert wrong.status_code == 422
    assert "Fill this in." in wrong.content.decode()
    assert said(ticket) == {}
    given = {
        key(asks, "Domain"): "a.example",
        key(asks, "Product"): "VPS 8",
        key(asks, "Servers"): ["s1", "s2"],
    }
    answer = client.post(url(ticket, "/fields"), given, headers=SCRIPT)
    assert answer["HX-Trigger"] == "hd:fields-saved"
    assert "a.example" in answer.content.decode()
    assert said(ticket) == {"Domain": "a.example", "Product": "VPS 8", "Servers": "s1, s2"}


def test_what_an_agent_does_not_see_stays(cast: Cast, asks: Template, open_ticket: OpenTicket) -> None:
    urgency = asks.items.get(field__name="Urgency").field_id
    ticket = open_ticket(fields={urgency: "high"})
    given = {key(asks, "Domain"): "a.example", key(asks, "Urgency"): "low"}
    signed_in(cast.ann).post(url(ticket, "/fields"), given, headers=SCRIPT)
    assert said(ticket) == {"Domain": "a.example", "Urgency": "high"}


def test_who_may_not_edit_reads_only(cast: Cast, asks: Template, open_ticket: OpenTicket) -> None:
    ticket = open_ticket()
    role = cast.ann.roles.model.objects.get(builtin="agent")
    role.permissions.filter(name="ticket.edit").delete()
    assert "data-fields=" not in page(signed_in(cast.ann), ticket)
    assert signed_in(cast.ann).post(url(ticket, "/fields"), {}, headers=SCRIPT).status_code == 404


def test_closing_says_what_is_missing(cast: Cast, asks: Template, open_ticket: OpenTicket) -> None:
    ticket = open_ticket()
    answer = signed_in(cast.ann).post(url(ticket, "/do/close"), {"value": ""}, headers=SCRIPT)
    assert "Not closed: Product is still to be filled in." in answer.content.decode()
    ticket.refresh_from_db()
    assert ticket.is_open


def test_a_customer_hears_nothing_of_inner_fields(
    cast: Cast, asks: Template, open_ticket: OpenTicket
) -> None:
    ticket, client = open_ticket(), Client()
    client.force_login(cast.cleo)
    answer = client.post(f"/tickets/{ticket.number}/close", follow=True).content.decode()
    assert "we have to note something first" in answer
    assert "Product" not in answer


def test_after_a_transfer_it_says_which_stay(cast: Cast, asks: Template, open_ticket: OpenTicket) -> None:
    product = asks.items.get(field__name="Product").field_id
    ticket = open_ticket(fields={product: "VPS 8"})
    client = signed_in(cast.ada)
    client.post(url(ticket, "/do/transfer"), {"value": cast.invoices.pk}, headers=SCRIPT)
    drawn = page(client, ticket)
    assert "Kept from before" in drawn
    assert "kept: <b>Product</b>" in drawn
    assert "Domain" not in drawn


@pytest.fixture
def new(cast: Cast) -> dict[str, Any]:
    return {
        "key": "k1", "customer": cast.cleo.pk, "group": cast.front.pk, "subject": "Restore",
        "body": "As agreed.", "body_format": "text", "way": "write", "priority": "2", "status": "2",
    }  # fmt: skip


def test_a_new_ticket_asks_for_them(cast: Cast, asks: Template, new: dict[str, Any]) -> None:
    client = signed_in(cast.ann)
    drawn = client.get(f"/agent/new?group={cast.front.pk}").content.decode()
    assert "Domain" in drawn
    assert "Urgency" not in drawn
    refused = client.post("/agent/new", new)
    assert refused.status_code == 422
    assert "Fill this in." in refused.content.decode()
    client.post("/agent/new", new | {key(asks, "Domain"): "a.example", key(asks, "Servers"): ["s2"]})
    assert said(Ticket.objects.get()) == {"Domain": "a.example", "Servers": "s2"}


def test_another_group_asks_for_its_own(cast: Cast, asks: Template) -> None:
    client = signed_in(cast.ada)
    head = {"HX-Target": "new-custom", **SCRIPT}
    given = f"/agent/new?group={cast.front.pk}&{key(asks, 'Domain')}=a.example&{key(asks, 'Servers')}=s2"
    drawn = client.get(given, headers=head).content.decode()
    assert 'value="a.example"' in drawn
    assert drawn.count(" checked") == 1
    assert "<html" not in drawn
    assert "Domain" not in client.get(f"/agent/new?group={cast.invoices.pk}", headers=head).content.decode()


def test_a_new_ticket_cannot_begin_closed_without_them(
    cast: Cast, asks: Template, new: dict[str, Any]
) -> None:
    client = signed_in(cast.ann)
    given = new | {key(asks, "Domain"): "a.example", "status": "3"}
    answer = client.post("/agent/new", given)
    assert "Not closed: Product is still to be filled in." in answer.content.decode()
    assert not Ticket.objects.exists()
    client.post("/agent/new", given | {key(asks, "Product"): "VPS 8"})
    assert not Ticket.objects.get().is_open
