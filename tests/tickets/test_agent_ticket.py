"""The ticket's page in the workspace: reading, writing, acting."""

from collections.abc import Callable

import pytest
from django.test import Client

from accounts.models import User
from tests.tickets.conftest import Cast
from tickets import services
from tickets.models import Draft, Message, Notification, Priority, Status, Ticket

Open = Callable[..., Ticket]


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="accounts.backends.PasswordBackend")
    return client


def url(ticket: Ticket, rest: str = "") -> str:
    return f"/agent/tickets/{ticket.number}{rest}"


def write(client: Client, ticket: Ticket, **values: object) -> None:
    given = {
        "mode": "reply",
        "body": "<div>Hello</div>",
        "body_format": "html",
        "status": "2",
        "cc": "",
        "to": "",
    }
    answer = client.post(url(ticket, "/write"), {**given, **values})
    assert answer.status_code == 302, answer.content


def test_only_who_sees_the_group_sees_the_ticket(cast: Cast, open_ticket: Open) -> None:
    ticket = open_ticket()
    assert signed_in(cast.ann).get(url(ticket)).status_code == 200
    assert signed_in(cast.ada).get(url(ticket)).status_code == 200
    assert signed_in(cast.otto).get(url(ticket)).status_code == 404
    assert signed_in(cast.cleo).get(url(ticket)).status_code == 404


@pytest.mark.parametrize("rest", ["/news", "/look", "/write", "/draft", "/do/close", "/do/assign", "/do/tag"])
def test_nothing_of_a_ticket_is_open_to_others(cast: Cast, open_ticket: Open, rest: str) -> None:
    ticket = open_ticket()
    client = signed_in(cast.otto)
    answer = (
        client.get(url(ticket, rest)) if rest == "/news" else client.post(url(ticket, rest), {"value": "1"})
    )
    assert answer.status_code == 404
    ticket.refresh_from_db()
    assert ticket.status == Status.ACTIVE


@pytest.mark.parametrize("rest", ["/write", "/draft", "/look", "/do/close"])
def test_changes_want_post(cast: Cast, open_ticket: Open, rest: str) -> None:
    assert signed_in(cast.ann).get(url(open_ticket(), rest)).status_code == 405


def test_the_page_shows_the_conversation_safely(cast: Cast, open_ticket: Open) -> None:
    body = '<p onclick="x()">Hi<script>alert(1)</script></p>'
    ticket = open_ticket(subject='"><script>x</script>', content=services.Content(html=body))
    services.comment(
        ticket, actor=cast.ann.actor, author=cast.ann, content=services.Content(text="only for us")
    )
    text = signed_in(cast.ann).get(url(ticket)).content.decode()
    assert "<script>x" not in text
    assert "alert(1)" not in text
    assert "only for us" in text
    assert "The customer never sees this" in text


def test_html_with_its_own_looks_comes_in_a_frame(cast: Cast, open_ticket: Open) -> None:
    ticket = open_ticket(
        content=services.Content(html='<table width="9"><tr><td style="color:red">x</td></tr></table>')
    )
    text = signed_in(cast.ann).get(url(ticket)).content.decode()
    assert 'sandbox="allow-same-origin allow-popups' in text
    assert "color:red" not in text


def test_a_reply_takes_the_ticket_and_waits(cast: Cast, open_ticket: Open) -> None:
    ticket = open_ticket()
    client = signed_in(cast.ann)
    write(client, ticket)
    ticket.refresh_from_db()
    message = ticket.messages.get(seq=2)
    assert (ticket.status, ticket.agent_id) == (Status.WAITING, cast.ann.pk)
    assert message.delivery == Message.Delivery.QUEUED
    assert "data-ring" in client.get(url(ticket)).content.decode()


def test_undo_brings_the_text_back(cast: Cast, open_ticket: Open) -> None:
    ticket = open_ticket()
    client = signed_in(cast.ann)
    write(client, ticket, body="<div>Too early</div>")
    message = ticket.messages.get(seq=2)
    client.post(f"/agent/messages/{message.pk}/undo")
    text = client.get(url(ticket)).content.decode()
    ticket.refresh_from_db()
    assert f'id="m{message.pk}"' not in text
    assert "Too early" in text.partition("data-html")[2]
    assert (ticket.status, ticket.agent_id) == (Status.ACTIVE, User.QUEUE_ID)


def test_copies_go_to_new_people_too(cast: Cast, open_ticket: Open) -> None:
    ticket = open_ticket()
    write(signed_in(cast.ann), ticket, cc="bob@other.example")
    assert ticket.participants.get().user.email == "bob@other.example"
    assert ticket.messages.get(seq=2).cc[0][1] == "bob@other.example"


def test_a_comment_stays_inside(cast: Cast, open_ticket: Open) -> None:
    ticket = open_ticket()
    write(signed_in(cast.ann), ticket, mode="comment", kind="12")
    message = ticket.messages.get(seq=2)
    assert message.kind == Message.Kind.RESOLUTION
    assert message.delivery == ""


@pytest.mark.parametrize(
    "values",
    [
        {"body": " "},
        {"mode": "forward", "to": ""},
        {"mode": "forward", "to": "no address"},
        {"cc": "nobody at all"},
    ],
)
def test_what_is_refused_stays_in_the_writer(cast: Cast, open_ticket: Open, values: dict[str, str]) -> None:
    ticket = open_ticket()
    given = {"mode": "reply", "body": "<div>Long words</div>", "body_format": "html"}
    answer = signed_in(cast.ann).post(url(ticket, "/write"), given | values)
    assert answer.status_code == 422
    assert "Your text is kept" in answer.content.decode()
    if "body" not in values:
        assert "Long words" in answer.content.decode()
    assert ticket.messages.count() == 1


def test_a_draft_survives_and_is_forgotten(cast: Cast, open_ticket: Open) -> None:
    ticket = open_ticket()
    client = signed_in(cast.ann)
    saved = client.post(url(ticket, "/draft"), {"mode": "reply", "body": "<div>half a</div>"})
    assert "saved" in saved.json()
    assert "half a" in client.get(url(ticket)).content.decode()
    assert "half a" not in signed_in(cast.max).get(url(ticket)).content.decode()
    client.post(url(ticket, "/draft"), {"mode": "comment", "body": "<div>half a</div>"})
    assert Draft.objects.get(ticket=ticket).mode == "comment"
    client.post(url(ticket, "/draft"), {"mode": "comment", "body": ""})
    assert not Draft.objects.exists()


def test_actions_change_one_thing_and_can_be_undone(cast: Cast, open_ticket: Open) -> None:
    ticket = open_ticket()
    client = signed_in(cast.ann)
    client.post(url(ticket, "/do/priority"), {"value": "4"})
    client.post(url(ticket, "/do/assign"), {"value": str(cast.ann.pk)})
    client.post(url(ticket, "/do/close"), {})
    ticket.refresh_from_db()
    assert (ticket.priority, ticket.agent_id, ticket.status) == (Priority.URGENT, cast.ann.pk, Status.CLOSED)
    toast = client.get(url(ticket)).context["toasts"][-1]
    client.post(toast["undo_url"])
    ticket.refresh_from_db()
    assert (ticket.priority, ticket.status) == (Priority.URGENT, Status.ACTIVE)


def test_a_transfer_may_lead_out_of_sight(cast: Cast, open_ticket: Open) -> None:
    ticket = open_ticket()
    answer = signed_in(cast.ann).post(
        url(ticket, "/do/transfer"), {"value": str(cast.invoices.pk), "comment": "yours"}
    )
    ticket.refresh_from_db()
    assert ticket.group_id == cast.invoices.pk
    assert ticket.messages.get(seq=2).kind == Message.Kind.TRANSFER
    assert answer["Location"].startswith("/agent/tickets?") or answer["Location"] == "/agent/tickets"


def test_a_wrong_target_is_told(cast: Cast, open_ticket: Open) -> None:
    ticket = open_ticket()
    answer = signed_in(cast.ann).post(
        url(ticket, "/do/assign"), {"value": str(cast.otto.pk)}, headers={"HX-Request": "true"}
    )
    ticket.refresh_from_db()
    assert ticket.in_queue
    assert "is not a member of" in answer.content.decode()


def test_an_agent_may_not_delete(cast: Cast, open_ticket: Open) -> None:
    ticket = open_ticket()
    assert signed_in(cast.ann).post(url(ticket, "/do/delete")).status_code == 404
    assert signed_in(cast.max).post(url(ticket, "/do/delete")).status_code == 302
    ticket.refresh_from_db()
    assert ticket.shelf == Ticket.Shelf.DELETED


def test_tags_cc_subject_and_pin(cast: Cast, open_ticket: Open) -> None:
    ticket = open_ticket()
    client = signed_in(cast.ann)
    for verb, value in [("tag", "vip"), ("cc", "bob@other.example"), ("subject", "A new one"), ("pin", "")]:
        client.post(url(ticket, f"/do/{verb}"), {"value": value})
    text = client.get(url(ticket)).content.decode()
    ticket.refresh_from_db()
    assert ticket.subject == "A new one"
    assert ticket.is_pinned
    assert "bob@other.example" in text
    client.post(url(ticket, "/do/untag"), {"value": "vip"})
    assert not ticket.ticket_tags.exists()


def test_news_bring_only_what_is_new(cast: Cast, open_ticket: Open) -> None:
    ticket = open_ticket()
    client = signed_in(cast.ann)
    seen = client.get(url(ticket)).context
    services.comment(
        ticket, actor=cast.max.actor, author=cast.max, content=services.Content(text="look here")
    )
    header = {"HX-Seen": f"{seen['last_seq']}.{seen['last_line']}"}
    text = client.get(url(ticket, "/news"), headers=header).content.decode()
    assert "look here" in text
    assert "Every second mail" not in text
    header = {"HX-Seen": f"{seen['last_seq'] + 1}.{seen['last_line'] + 9}"}
    assert "look here" not in client.get(url(ticket, "/news"), headers=header).content.decode()


def test_the_stream_hears_only_what_one_may_see(cast: Cast, open_ticket: Open) -> None:
    ticket, other = open_ticket(), open_ticket(department=cast.billing)
    asked = [
        f"ticket:{ticket.pk}",
        f"ticket:{other.pk}",
        f"group:{cast.front.pk}",
        f"group:{cast.invoices.pk}",
    ]
    asked += [f"user:{cast.max.pk}", "nonsense"]
    given = signed_in(cast.ann).post("/agent/stream", {"channel": asked}).json()["ticket"]
    from_page = signed_in(cast.ann).get(url(ticket)).context["stream_ticket"]
    wanted = {f"user:{cast.ann.pk}", f"group:{cast.front.pk}", f"ticket:{ticket.pk}"}
    assert set(_channels(given)) == set(_channels(from_page)) == wanted


def _channels(ticket: str) -> tuple[str, ...]:
    from common.realtime import open_ticket  # noqa: PLC0415  # the name is the fixture's elsewhere

    return open_ticket(ticket).channels


def test_opening_a_notification_reads_it(cast: Cast, open_ticket: Open) -> None:
    ticket = open_ticket()
    services.desk.notify(cast.ann.pk, ticket_id=ticket.pk, kind="assigned", by="Max", fact_id=1)
    client = signed_in(cast.ann)
    assert "Max assigned you a ticket" in client.get("/agent/notifications").content.decode()
    line = Notification.objects.get()
    assert signed_in(cast.otto).post(f"/agent/notifications/{line.pk}").status_code == 404
    assert client.post(f"/agent/notifications/{line.pk}")["Location"] == url(ticket)
    line.refresh_from_db()
    assert line.read_at is not None
