"""Submitting a ticket on the portal, as a guest and as Cleo."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from mail.models import OutboundMail
from tests.tickets.conftest import Cast
from tickets.models import Attachment, Message, Ticket

TEXT = {"subject": "Mail bounces", "message": "Since last night.\n\nEvery second one."}
GUEST = {"name": "Nora", "email": "nora@new.example"}


@pytest.fixture
def form(client: Client, cast: Cast) -> Callable[..., dict[str, Any]]:
    """What a browser would send from a freshly loaded page."""

    def load(**more: object) -> dict[str, Any]:
        page = client.get("/submit").content.decode()
        key = re.search(r'name="key" value="([^"]+)"', page)
        assert key is not None
        return {"key": key[1], "department": cast.support.pk, **TEXT, **more}

    return load


def test_a_guest_opens_a_ticket(client: Client, cast: Cast, form: Callable[..., dict[str, Any]]) -> None:
    answer = client.post("/submit", form(**GUEST), follow=True)
    ticket = Ticket.objects.get()
    assert (ticket.requester.email, ticket.department, ticket.group) == (
        "nora@new.example",
        cast.support,
        cast.front,
    )
    assert ticket.number in answer.content.decode()
    assert f"/tickets/{ticket.number}" not in answer.content.decode()  # the page gives no sight of the ticket
    assert not ticket.requester.has_account
    assert "Every second one" in Message.objects.get().text
    mail = OutboundMail.objects.get()
    assert "/t/" in mail.text


def test_a_guest_leaves_no_session(client: Client, form: Callable[..., dict[str, Any]]) -> None:
    client.post("/submit", form(**GUEST))
    assert "sessionid" not in client.cookies


def test_a_customer_opens_a_ticket(client: Client, cast: Cast, form: Callable[..., dict[str, Any]]) -> None:
    client.force_login(cast.cleo)
    answer = client.post("/submit", form(), follow=True)
    ticket = Ticket.objects.get()
    assert ticket.requester == cast.cleo
    assert f"/tickets/{ticket.number}" in answer.content.decode()


def test_the_same_form_twice_makes_one_ticket(client: Client, form: Callable[..., dict[str, Any]]) -> None:
    data = form(**GUEST)
    first, second = client.post("/submit", data), client.post("/submit", data)
    assert Ticket.objects.count() == 1
    assert (first.status_code, second.status_code) == (302, 302)


def test_the_second_click_of_files_without_text_finds_the_ticket(
    client: Client, form: Callable[..., dict[str, Any]]
) -> None:
    file = SimpleUploadedFile("a.txt", b"hello")
    token = client.post("/uploads", {"file": file}).json()["id"]
    data = form(**GUEST, message="", upload=token)
    assert client.post("/submit", data).status_code == 302
    assert client.post("/submit", data).status_code == 302
    assert Ticket.objects.count() == 1


def test_a_forged_key_is_refused_and_nothing_is_lost(
    client: Client, form: Callable[..., dict[str, Any]]
) -> None:
    answer = client.post("/submit", form(**GUEST) | {"key": "mine"})
    assert answer.status_code == 422
    assert not Ticket.objects.exists()
    page = answer.content.decode()
    assert "Every second one" in page
    fresh = re.search(r'name="key" value="([^"]+)"', page)
    assert fresh is not None
    assert client.post("/submit", form(**GUEST) | {"key": fresh[1]}).status_code == 302


def test_errors_stand_at_their_fields_and_files_stay(
    client: Client, form: Callable[..., dict[str, Any]]
) -> None:
    file = SimpleUploadedFile("log.txt", b"hello")
    answer = client.post("/submit", form(name="Nora", email="nora", files=file))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "This does not look like an address" in page
    assert "Every second one" in page
    token = re.search(r'name="upload" value="([^"]+)"', page)
    assert token is not None
    again = client.post("/submit", form(**GUEST, upload=token[1]))
    assert again.status_code == 302
    assert Attachment.objects.get().message == Message.objects.get()


def test_a_foreign_upload_token_is_refused(client: Client, form: Callable[..., dict[str, Any]]) -> None:
    answer = client.post("/submit", form(**GUEST, upload="17"))
    assert answer.status_code == 422
    assert not Ticket.objects.exists()


def test_neither_text_nor_file(client: Client, form: Callable[..., dict[str, Any]]) -> None:
    answer = client.post("/submit", form(**GUEST, message="  "))
    assert answer.status_code == 422
    assert "There is no text yet" in answer.content.decode()
    assert not User.objects.filter(email="nora@new.example").exists()


def test_a_robot_thinks_that_it_was_heard(client: Client, form: Callable[..., dict[str, Any]]) -> None:
    answer = client.post("/submit", form(**GUEST, website="https://pills.example"))
    assert answer.status_code == 302
    assert not Ticket.objects.exists()


@pytest.mark.usefixtures("still_clock")
def test_too_many_get_a_page_that_says_so(
    client: Client, settings: Any, form: Callable[..., dict[str, Any]]
) -> None:
    settings.SUBMIT_LIMIT = 2
    answers = [client.post("/submit", form(**GUEST)) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [302, 302, 429]
    assert "Every second one" in answers[2].content.decode()
    assert answers[2]["Retry-After"]


def test_a_department_of_another_brand_or_a_private_one_is_no_choice(
    client: Client, cast: Cast, form: Callable[..., dict[str, Any]]
) -> None:
    cast.billing.is_public = False
    cast.billing.save()
    assert "Billing" not in client.get("/submit").content.decode()
    assert client.post("/submit", form(**GUEST, department=cast.billing.pk)).status_code == 422


def test_it_wants_the_csrf_token(cast: Cast) -> None:
    strict = Client(enforce_csrf_checks=True)
    answer = strict.post("/submit", TEXT | GUEST)
    assert answer.status_code == 403
    assert "Send it once more" in answer.content.decode()


def test_it_costs_few_statements(
    client: Client, form: Callable[..., dict[str, Any]], sql_baseline: Callable[[str, int], None]
) -> None:
    client.post("/submit", form(**GUEST))
    data = form(**GUEST)
    with CaptureQueriesContext(connection) as queries:
        client.post("/submit", data)
    # inside a test every unit is a savepoint; each database writes its fence in its own way
    own = [query for query in queries if "SAVEPOINT" not in query["sql"]]
    sql_baseline(f"portal_submit_guest.{connection.vendor}", len(own))
