"""Changes to many tickets, new tickets, search and the palette."""

from collections.abc import Callable

import pytest
from django.test import Client

from accounts.models import User
from tests.tickets.conftest import Cast
from tickets import services
from tickets.models import Message, Status, Ticket

Open = Callable[..., Ticket]


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="accounts.backends.PasswordBackend")
    return client


def statuses(*tickets: Ticket) -> list[int]:
    return [Ticket.objects.get(pk=ticket.pk).status for ticket in tickets]


def test_many_are_closed_and_taken_back(cast: Cast, open_ticket: Open) -> None:
    first, second = open_ticket(), open_ticket()
    client = signed_in(cast.ann)
    answer = client.post(
        "/agent/bulk", {"verb": "close", "number": [first.number, second.number], "back": "?view=queue"}
    )
    assert answer["Location"] == "/agent/tickets?view=queue"
    assert statuses(first, second) == [Status.CLOSED, Status.CLOSED]
    toast = client.get("/agent/tickets?view=queue").context["toasts"][0]
    assert "2 tickets closed" in toast["text"]
    client.post(toast["undo_url"])
    assert statuses(first, second) == [Status.ACTIVE, Status.ACTIVE]


def test_what_refuses_is_named(cast: Cast, open_ticket: Open) -> None:
    mine, other = open_ticket(), open_ticket(department=cast.billing)
    client = signed_in(cast.ann)
    client.post(
        "/agent/bulk", {"verb": "assign", "value": cast.ann.pk, "number": [mine.number, other.number]}
    )
    assert Ticket.objects.get(pk=mine.pk).agent_id == cast.ann.pk
    assert Ticket.objects.get(pk=other.pk).agent_id == User.QUEUE_ID
    assert f"{other.number} was not changed" in client.get("/agent/tickets").content.decode()


@pytest.mark.parametrize("back", ["https://evil.example/", "//evil.example", "/login"])
def test_the_way_back_is_a_list_only(cast: Cast, open_ticket: Open, back: str) -> None:
    answer = signed_in(cast.ann).post(
        "/agent/bulk", {"verb": "close", "number": [open_ticket().number], "back": back}
    )
    assert answer["Location"] == "/agent/tickets"


def test_an_unknown_verb_or_one_without_the_right(cast: Cast, open_ticket: Open) -> None:
    number = open_ticket().number
    for verb in ("explode", "delete"):
        assert signed_in(cast.ann).post("/agent/bulk", {"verb": verb, "number": [number]}).status_code == 404


def test_a_forged_undo_undoes_nothing(cast: Cast, open_ticket: Open) -> None:
    ticket = open_ticket()
    services.close(ticket, actor=cast.ann.actor)
    signed_in(cast.ann).post("/agent/undo?token=forged")
    assert statuses(ticket) == [Status.CLOSED]


def new(cast: Cast, **values: object) -> dict[str, object]:
    given = {
        "key": "k1",
        "group": cast.front.pk,
        "subject": "Call",
        "body": "<div>As agreed</div>",
        "body_format": "html",
    }
    return given | {"customer": cast.cleo.pk, "status": "2", "agent": "0", "way": "write"} | values


def test_a_new_ticket_writes_to_the_customer_once(cast: Cast) -> None:
    client = signed_in(cast.ann)
    for _ in range(2):  # a double click
        assert client.post("/agent/new", new(cast, tags="vip, phone")).status_code == 302
    ticket = Ticket.objects.get()
    message = ticket.messages.get()
    assert (ticket.requester_id, ticket.status, message.by_agent) == (cast.cleo.pk, Status.WAITING, True)
    assert message.delivery == Message.Delivery.QUEUED
    assert ticket.ticket_tags.count() == 2


def test_a_note_of_what_was_said_is_not_mailed(cast: Cast) -> None:
    signed_in(cast.ann).post(
        "/agent/new", new(cast, way="note", customer="", email="new@person.example", name="New")
    )
    ticket = Ticket.objects.get()
    assert ticket.requester.email == "new@person.example"
    assert (ticket.status, ticket.messages.get().delivery) == (Status.ACTIVE, "")


@pytest.mark.parametrize("values", [{"customer": "", "email": ""}, {"subject": ""}, {"body": " "}])
def test_a_new_ticket_says_what_is_missing(cast: Cast, values: dict[str, str]) -> None:
    answer = signed_in(cast.ann).post("/agent/new", new(cast, **values))
    assert answer.status_code == 422
    assert not Ticket.objects.exists()


def test_picking_a_customer_shows_their_open_tickets(cast: Cast, open_ticket: Open) -> None:
    open_ticket(subject="Already here")
    text = signed_in(cast.ann).get(f"/agent/new?customer={cast.cleo.pk}").content.decode()
    assert "Already here" in text
    assert b"Cleo" in signed_in(cast.ann).get("/agent/pick/customers?q=cle").content


@pytest.mark.django_db(transaction=True)  # a full-text index is filled at commit
def test_search_finds_within_scope(cast: Cast, open_ticket: Open) -> None:
    open_ticket(subject="Zebra crossing")
    open_ticket(subject="Zebra stripes", department=cast.billing)
    text = signed_in(cast.ann).get("/agent/search?q=zebra").content.decode()
    assert "Zebra crossing" in text
    assert "Zebra stripes" not in text
    found = signed_in(cast.otto).get("/agent/palette?q=zeb").content.decode()
    assert "Zebra stripes" in found
    assert "Zebra crossing" not in found


def test_a_number_leads_to_its_ticket(cast: Cast, open_ticket: Open) -> None:
    ticket = open_ticket()
    answer = signed_in(cast.ann).get(f"/agent/search?q={ticket.number.lower()}")
    assert answer["Location"] == f"/agent/tickets/{ticket.number}"
    assert signed_in(cast.otto).get(f"/agent/search?q={ticket.number}").status_code == 200


@pytest.mark.parametrize(
    "path", ["pick/agents", "pick/groups", "pick/agents?as=options", "pick/groups?as=options"]
)
def test_pickers_offer_choices(cast: Cast, open_ticket: Open, path: str) -> None:
    ticket = open_ticket()
    joint = "&" if "?" in path else "?"
    answer = signed_in(cast.ann).get(f"/agent/{path}{joint}ticket={ticket.number}").content.decode()
    assert "Ann Example" in answer or "Front Line" in answer
    assert signed_in(cast.otto).get(f"/agent/{path}{joint}ticket={ticket.number}").status_code == 404
