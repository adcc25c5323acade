"""A ticket in several steps: what a department asks before the question, and with it."""

from collections.abc import Callable

import pytest
from django.test import Client

from customfields.models import Template
from customfields.selectors import values_of
from tests.factories import customfields as make
from tests.tickets.browsing import Browser
from tests.tickets.conftest import Cast
from tickets.models import Ticket, TicketValue

OpenTicket = Callable[..., Ticket]
QUESTION = {"subject": "Orders bounce", "message": "Every second one."}


@pytest.fixture
def asks(cast: Cast) -> Template:
    """Support asks for the domain first, then for product, servers and a number; Billing asks nothing."""
    template = make.template()
    make.line(
        template, "Domain", "choice", options=["a.example", "orders.example"], step="pre", user_must=True
    )
    make.line(
        template, "Product", "choice", options=["VPS 8", "Web L"], user_must=True, help="As on the bill"
    )
    make.line(template, "Servers", "multi", options=["s1", "s2", "s3"])
    make.line(template, "Orders an hour", "number")
    make.line(template, "Inner note", user_sees=False)
    cast.support.ticket_template = template
    cast.support.save()
    return template


def key(asks: Template, name: str) -> str:
    return f"cf_{asks.items.get(field__name=name).field_id}"


def said(ticket: Ticket) -> dict[str, str]:
    return {value.name: value.said for value in values_of(TicketValue, ticket).values()}


def test_three_steps_without_scripts(client: Client, cast: Cast, asks: Template) -> None:
    client.force_login(cast.cleo)
    browser = Browser(client)
    assert browser.step == "Department"
    assert "Domain" not in browser.page
    browser.send("next", department=cast.support.pk)
    assert browser.step == "Department"  # its fields were not on the page yet
    assert "About your service" in browser.page
    assert 'aria-invalid="true"' not in browser.page
    browser.send("next", **{key(asks, "Domain"): "a.example"})
    assert browser.step == "Your question"
    assert "Inner note" not in browser.page
    given = {
        key(asks, "Product"): "VPS 8",
        key(asks, "Servers"): ["s1", "s3"],
        key(asks, "Orders an hour"): "40,5",
    }
    browser.send("next", **QUESTION, **given)
    assert browser.step == "Check and send"
    assert "s1, s3" in browser.page
    assert not Ticket.objects.exists()
    browser.send("send")
    ticket = Ticket.objects.get()
    assert ticket.number in browser.page
    assert said(ticket) == {
        "Domain": "a.example", "Product": "VPS 8", "Servers": "s1, s3", "Orders an hour": "40.5"
    }  # fmt: skip


def test_back_keeps_everything(client: Client, cast: Cast, asks: Template) -> None:
    client.force_login(cast.cleo)
    browser = Browser(client, f"/submit?department={cast.support.pk}")
    browser.send("next", **{key(asks, "Domain"): "orders.example"})
    browser.send("back", **QUESTION, **{key(asks, "Servers"): ["s2"]})
    assert browser.step == "Department"
    assert browser.fields[key(asks, "Domain")] == ["orders.example"]
    browser.send("next")
    fields = browser.fields
    assert (fields["subject"], fields["message"]) == (["Orders bounce"], "Every second one.")
    assert fields[key(asks, "Servers")] == ["s2"]
    browser.send("next", **{key(asks, "Product"): "Web L"})
    browser.send("back")
    assert browser.step == "Your question"
    assert browser.fields[key(asks, "Product")] == ["Web L"]


def test_one_key_over_all_steps_makes_one_ticket(client: Client, cast: Cast, asks: Template) -> None:
    client.force_login(cast.cleo)
    browser = Browser(client, f"/submit?department={cast.support.pk}")
    first = browser.fields["key"]
    browser.send("next", **{key(asks, "Domain"): "orders.example"})
    browser.send("next", **QUESTION, **{key(asks, "Product"): "Web L"})
    data = browser.fields | {"go": "send"}
    assert data["key"] == first
    answers = [client.post("/submit", data) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [302, 302]
    assert Ticket.objects.count() == 1


def test_what_is_missing_stops_at_its_own_step(client: Client, cast: Cast, asks: Template) -> None:
    client.force_login(cast.cleo)
    browser = Browser(client, f"/submit?department={cast.support.pk}")
    assert browser.send("next") == 422
    assert "Pick what fits." in browser.page
    browser.send("next", **{key(asks, "Domain"): "orders.example"})
    assert browser.send("next", **QUESTION) == 422
    assert browser.step == "Your question"
    assert "Pick what fits." in browser.page
    assert browser.send("next", **{key(asks, "Product"): "VPS 8"}, message=" ") == 422
    assert "There is no text yet" in browser.page


def test_nobody_gets_past_the_first_step_by_hand(client: Client, cast: Cast, asks: Template) -> None:
    client.force_login(cast.cleo)
    browser = Browser(client, f"/submit?department={cast.support.pk}")
    whole = {"department": cast.support.pk, **QUESTION, key(asks, "Product"): "VPS 8"}
    for wrong in ({}, {key(asks, "Domain"): "c.example"}):
        answer = client.post("/submit", {"key": browser.fields["key"][0], **whole, **wrong, "go": "send"})
        assert answer.status_code == 422
        assert "About your service" in answer.content.decode()
    hidden = asks.items.get(field__name="Inner note").field_id
    done = {"key": browser.fields["key"][0], **whole, key(asks, "Domain"): "a.example", f"cf_{hidden}": "x"}
    assert client.post("/submit", done).status_code == 302
    assert "Inner note" not in said(Ticket.objects.get())


def test_a_department_that_asks_nothing_takes_two_steps(client: Client, cast: Cast, asks: Template) -> None:
    client.force_login(cast.cleo)
    browser = Browser(client)
    browser.send("next", department=cast.billing.pk)
    assert browser.step == "Your question"
    assert "Check and send" not in browser.page
    browser.send("send", **QUESTION)
    assert Ticket.objects.get().department == cast.billing


def test_one_page_where_nothing_is_asked_first(client: Client, cast: Cast, asks: Template) -> None:
    asks.items.filter(step="pre").update(step="regular")
    client.force_login(cast.cleo)
    browser = Browser(client)
    assert not browser.step
    assert browser.send("send", department=cast.support.pk, **QUESTION) == 200
    assert not Ticket.objects.exists()
    assert browser.fields["message"] == "Every second one."
    given = {key(asks, "Domain"): "a.example", key(asks, "Product"): "VPS 8"}
    browser.send("send", **given)
    assert said(Ticket.objects.get()) == {"Domain": "a.example", "Product": "VPS 8"}


def test_a_guest_goes_the_same_way(client: Client, cast: Cast, asks: Template) -> None:
    browser = Browser(client, f"/submit?department={cast.support.pk}")
    browser.send("next", **{key(asks, "Domain"): "orders.example"})
    given = {"name": "Nora", "email": "nora@new.example", key(asks, "Product"): "Web L"}
    browser.send("next", **QUESTION, **given)
    assert "nora@new.example" in browser.page
    browser.send("send")
    assert Ticket.objects.get().requester.email == "nora@new.example"
    assert "sessionid" not in client.cookies


def test_tickets_about_the_same_are_named(
    client: Client, cast: Cast, asks: Template, open_ticket: OpenTicket
) -> None:
    domain = asks.items.get(field__name="Domain").field_id
    same = open_ticket(subject="Slow pages", fields={domain: "orders.example"})
    open_ticket(subject="The bill of May")
    open_ticket(subject="Slow pages too", requester=cast.sam, fields={domain: "orders.example"})
    client.force_login(cast.cleo)
    browser = Browser(client, f"/submit?department={cast.support.pk}")
    browser.send("next", **{key(asks, "Domain"): "orders.example"})
    aside = browser.page[browser.page.index("<aside") :]
    assert same.number in aside
    assert "The bill of May" not in aside
    assert "Slow pages too" not in aside
    typed = client.post("/submit/similar", {"subject": "bill for may"}).content.decode()
    assert "The bill of May" in typed
    assert (
        "Is it about one of these?"
        not in client.post("/submit/similar", {"subject": "zebra"}).content.decode()
    )
    client.logout()
    assert "bill" not in client.post("/submit/similar", {"subject": "bill"}).content.decode().lower()
