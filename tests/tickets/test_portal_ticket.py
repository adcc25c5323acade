"""A ticket on the portal: who sees it, what they see, reply, close, reopen, links."""

import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from common import options
from mail.models import OutboundMail
from tests.tickets.conftest import Cast
from tickets import services
from tickets.models import Attachment, Message, Participant, Status, Ticket
from tickets.permissions import CUSTOMERS_MAY_CLOSE
from tickets.selectors import guest_token

Open = Callable[..., Ticket]


@pytest.fixture
def cleo(client: Client, cast: Cast) -> Client:
    client.force_login(cast.cleo)
    return client


def page(client: Client, ticket: Ticket) -> str:
    return client.get(f"/tickets/{ticket.number}").content.decode()


def test_home_for_strangers_and_customers(client: Client, cast: Cast, open_ticket: Open) -> None:
    open_ticket()
    assert "Mail bounces" not in client.get("/").content.decode()
    client.force_login(cast.cleo)
    home = client.get("/").content.decode()
    assert "Mail bounces" in home
    assert "Support" in home


def test_only_those_who_take_part_see_it(client: Client, cast: Cast, open_ticket: Open) -> None:
    ticket = open_ticket()
    address = f"/tickets/{ticket.number}"
    assert client.get(address)["Location"].startswith("/login")
    client.force_login(cast.sam)
    for path in (address, f"{address}/news"):
        assert client.get(path).status_code == 404
    for path in ("reply", "close", "reopen", "stream"):
        assert client.post(f"{address}/{path}", {"text": "x"}).status_code == 404
    Participant.objects.create(ticket=ticket, user=cast.sam)
    assert client.get(address).status_code == 200
    client.post(f"{address}/reply", {"text": "From the copy", "key": "k"})
    assert Message.objects.get(text="From the copy").author == cast.sam


def test_comments_and_unsent_answers_are_not_shown(cleo: Client, cast: Cast, open_ticket: Open) -> None:
    ticket = open_ticket()
    services.comment(
        ticket, actor=cast.ann.actor, author=cast.ann, content=services.Content(text="Internal words")
    )
    services.reply(
        ticket, actor=cast.ann.actor, author=cast.ann, content=services.Content(text="My answer"), delay=60
    )
    assert "Internal words" not in page(cleo, ticket)
    assert "My answer" not in page(cleo, ticket)  # Ann may still take it back
    Message.objects.filter(by_agent=True, kind=1).update(send_after=timezone.now() - timedelta(seconds=1))
    shown = page(cleo, ticket)
    assert "My answer" in shown
    assert "Waiting for you" in shown
    assert "Internal words" not in shown


def test_a_reply_reopens_a_solved_ticket_once(cleo: Client, cast: Cast, open_ticket: Open) -> None:
    ticket = open_ticket()
    services.close(ticket, actor=cast.ann.actor)
    assert "Solved" in page(cleo, ticket)
    token = cleo.post("/uploads", {"file": SimpleUploadedFile("a.txt", b"x")}).json()["id"]
    for _ in range(2):
        answer = cleo.post(
            f"/tickets/{ticket.number}/reply", {"text": "Still there", "key": "k1", "upload": token}
        )
        assert answer.status_code == 302
    ticket.refresh_from_db()
    assert ticket.status == Status.ACTIVE
    message = Message.objects.get(text="Still there")
    assert Attachment.objects.get().message == message


def test_an_empty_reply_is_refused_in_place(cleo: Client, open_ticket: Open) -> None:
    answer = cleo.post(f"/tickets/{open_ticket().number}/reply", {"text": " ", "key": "k"})
    assert answer.status_code == 422
    assert "There is no text yet" in answer.content.decode()


def test_a_locked_ticket_says_so_and_keeps_the_text(cleo: Client, cast: Cast, open_ticket: Open) -> None:
    ticket = open_ticket()
    services.close(ticket, actor=cast.ann.actor, locked=True)
    assert "closed for good" in page(cleo, ticket)
    answer = cleo.post(f"/tickets/{ticket.number}/reply", {"text": "One more thing", "key": "k"})
    assert answer.status_code == 409
    assert "One more thing" in answer.content.decode()
    assert f"/submit?department={cast.support.pk}" in answer.content.decode()
    assert not Message.objects.filter(text="One more thing").exists()


def test_closing_needs_the_option(cleo: Client, cast: Cast, open_ticket: Open) -> None:
    ticket = open_ticket()
    options.put(CUSTOMERS_MAY_CLOSE, False, actor=cast.ada.actor)
    assert "Solved, close it" not in page(cleo, ticket)
    assert cleo.post(f"/tickets/{ticket.number}/close").status_code == 404
    options.put(CUSTOMERS_MAY_CLOSE, True, actor=cast.ada.actor)
    assert "Solved, close it" in page(cleo, ticket)
    cleo.post(f"/tickets/{ticket.number}/close")
    ticket.refresh_from_db()
    assert ticket.status == Status.CLOSED
    cleo.post(f"/tickets/{ticket.number}/reopen")
    ticket.refresh_from_db()
    assert ticket.status == Status.ACTIVE


def test_a_guest_reads_and_replies_by_link(client: Client, cast: Cast, open_ticket: Open) -> None:
    ticket = open_ticket()
    link = f"/t/{guest_token(ticket, cast.cleo)}"
    assert "Every second mail" in client.get(f"{link}/").content.decode()
    assert client.post(f"{link}/reply", {"text": "By link", "key": "k"}).status_code == 302
    assert Message.objects.get(text="By link").author == cast.cleo
    assert client.post(f"{link}/stream").json()["ticket"]


def test_a_forged_link_and_one_of_somebody_who_left_are_not_there(
    client: Client, cast: Cast, open_ticket: Open
) -> None:
    ticket = open_ticket()
    assert client.get("/t/abc:def:ghi/").status_code == 404
    assert client.get(f"/t/{guest_token(ticket, cast.sam)}/").status_code == 404


def test_an_expired_link_mails_a_new_one(
    client: Client, cast: Cast, open_ticket: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    ticket = open_ticket()
    real = time.time
    with monkeypatch.context() as past:
        past.setattr(time, "time", lambda: real() - 31 * 86400)
        link = f"/t/{guest_token(ticket, cast.cleo)}"
    answer = client.get(f"{link}/")
    assert answer.status_code == 410
    assert "This link has expired" in answer.content.decode()
    kept = client.post(f"{link}/reply", {"text": "My long text"})
    assert "My long text" in kept.content.decode()
    assert client.post(f"{link}/renew").status_code == 200
    assert "/t/" in OutboundMail.objects.get(owner_kind="ticket_link").text


def test_following_by_number_never_says_whether_it_exists(client: Client, open_ticket: Open) -> None:
    ticket = open_ticket()
    known = client.post("/follow", {"number": ticket.number.lower(), "email": "cleo@customers.example"})
    other = client.post("/follow", {"number": ticket.number, "email": "sam@customers.example"})
    none = client.post("/follow", {"number": "000-0", "email": "cleo@customers.example"})
    pages = {
        answer.content.decode()
        .replace("cleo@", "x@")
        .replace("sam@", "x@")
        .split("<main")[1]
        .split("</main")[0]
        for answer in (known, other, none)
    }
    assert len(pages) == 1
    assert OutboundMail.objects.filter(owner_kind="ticket_link").count() == 1


def test_my_tickets_page_by_page(cleo: Client, cast: Cast, open_ticket: Open, settings: Any) -> None:
    tickets = [open_ticket(subject=f"Number {index:02}") for index in range(28)]
    services.close(tickets[0], actor=cast.ann.actor)
    first = cleo.get("/tickets").content.decode()
    assert first.count("<li><a") == 25
    after = first.split("?after=")[1].split('"')[0]
    rest = cleo.get(f"/tickets?after={after}", headers={"HX-Request": "true"}).content.decode()
    assert rest.count("<li><a") == 2
    assert "Number 00" in cleo.get("/tickets?show=solved").content.decode()
    assert cleo.get("/tickets?after=nonsense").status_code == 200


def test_the_page_costs_few_statements(
    cleo: Client, cast: Cast, open_ticket: Open, django_assert_max_num_queries: Any
) -> None:
    ticket = open_ticket()
    for index in range(6):
        services.customer_reply(
            ticket,
            actor=cast.cleo.actor,
            author=cast.cleo,
            content=services.Content(text=f"{index}"),
            source="portal",
        )
    cleo.get(f"/tickets/{ticket.number}")
    with django_assert_max_num_queries(8):
        cleo.get(f"/tickets/{ticket.number}")
