"""Mail finds its ticket, and says why."""

from collections.abc import Callable
from email.message import EmailMessage

import pytest

from accounts.models import User
from common.models import OutboxRow
from mail import message_ids
from mail import services as mail
from mail.models import InboundMail, OutboundMail
from tests.tickets.conftest import Cast
from tickets import selectors, services
from tickets.models import Message, Notification, Status, Ticket

OpenTicket = Callable[..., Ticket]
Answered = tuple[Ticket, Message]


def _mail(sender: str, subject: str = "Hello", body: str = "Still broken", **headers: str) -> bytes:
    message = EmailMessage()
    message["From"] = sender
    message["To"] = "support@northwind.example"
    message["Subject"] = subject
    message["Message-ID"] = f"<{abs(hash((sender, subject, body)))}@elsewhere.example>"
    for name, value in headers.items():
        message[name.replace("_", "-")] = value
    message.set_content(body)
    return message.as_bytes()


def _receive(raw: bytes, cast: Cast) -> InboundMail:
    got = mail.receive(raw=raw, account=None, department=cast.support)
    return mail.handle(got.pk)


@pytest.fixture
def answered(cast: Cast, open_ticket: OpenTicket) -> Answered:
    """A ticket of Cleo's with an answer by Ann that went out by mail."""
    ticket = open_ticket()
    content = services.Content(text="Look here")
    return ticket, services.reply(ticket, actor=cast.ann.actor, author=cast.ann, content=content)


def test_a_first_mail_opens_a_ticket(cast: Cast) -> None:
    got = _receive(_mail("New Person <new@else.example>", "Printer on fire"), cast)
    ticket = Ticket.objects.get()
    assert (got.state, got.reason, got.link_id) == (InboundMail.State.HANDLED, "new.first", ticket.pk)
    assert (ticket.subject, ticket.source, ticket.requester.email) == (
        "Printer on fire",
        "mail",
        "new@else.example",
    )
    assert not ticket.requester.has_account
    assert OutboundMail.objects.filter(owner_kind="ticket_auto").count() == 1


def test_an_answer_joins_by_our_message_id(cast: Cast, answered: Answered) -> None:
    ticket, message = answered
    got = _receive(_mail("cleo@customers.example", "Re: x", In_Reply_To=f"<{message.mail_id}>"), cast)
    ticket.refresh_from_db()
    assert got.reason == "joined.own_id"
    assert (ticket.status, ticket.last_seq, Ticket.objects.count()) == (Status.ACTIVE, 3, 1)
    reply = Message.objects.get(ticket=ticket, seq=3)
    assert (reply.text, reply.author, reply.why["code"]) == ("Still broken", cast.cleo, "joined.own_id")


def test_a_forged_message_id_joins_nothing(cast: Cast, answered: Answered) -> None:
    _ticket, message = answered
    kind, item, rest = message.mail_id.split(".", 2)
    got = _receive(_mail("cleo@customers.example", References=f"<{kind}.{int(item) + 1}.{rest}>"), cast)
    assert got.reason == "new.first"


def test_a_participant_joins_by_the_number_in_the_subject(cast: Cast, answered: Answered) -> None:
    ticket, _message = answered
    got = _receive(_mail("Cleo <CLEO@customers.example>", f"AW: [{ticket.number.lower()}] hello"), cast)
    assert (got.reason, Ticket.objects.count()) == ("joined.number", 1)


def test_a_strangers_number_opens_a_new_ticket_that_names_the_other(cast: Cast, answered: Answered) -> None:
    ticket, _message = answered
    got = _receive(_mail("thief@else.example", f"Re: {ticket.number}"), cast)
    new = Ticket.objects.exclude(pk=ticket.pk).get()
    assert (got.reason, got.data["number"], new.requester.email) == (
        "new.strange_number",
        ticket.number,
        "thief@else.example",
    )
    assert Message.objects.get(ticket=new).why["number"] == ticket.number


def test_a_stranger_with_our_id_is_shown_and_gains_nothing(cast: Cast, answered: Answered) -> None:
    ticket, message = answered
    got = _receive(_mail("Colleague <col@else.example>", In_Reply_To=f"<{message.mail_id}>"), cast)
    ticket.refresh_from_db()
    part = Message.objects.get(ticket=ticket, seq=3)
    assert (got.reason, part.is_stranger, part.author) == ("joined.own_id.stranger", True, None)
    assert (ticket.requester, ticket.status) == (cast.cleo, Status.WAITING)
    assert [one.seq for one in selectors.messages(ticket, public_only=True)] == [1, 2]
    stranger = User.objects.filter(email_key="col@else.example").first()
    assert stranger is None or not selectors.takes_part(ticket, stranger)


def test_a_locked_ticket_answers_that_it_is_locked(cast: Cast, answered: Answered) -> None:
    ticket, message = answered
    services.close(ticket, actor=cast.ann.actor, locked=True)
    got = _receive(_mail("cleo@customers.example", In_Reply_To=f"<{message.mail_id}>"), cast)
    ticket.refresh_from_db()
    assert (got.reason, ticket.status, ticket.last_seq) == ("refused.locked", Status.LOCKED, 2)
    notice = OutboundMail.objects.order_by("-id")[0]
    assert notice.recipients == ["cleo@customers.example"]


def test_an_auto_reply_is_shown_but_changes_nothing(cast: Cast, answered: Answered) -> None:
    ticket, message = answered
    before = OutboundMail.objects.count()
    raw = _mail(
        "cleo@customers.example",
        "Out of office",
        In_Reply_To=f"<{message.mail_id}>",
        Auto_Submitted="auto-replied",
    )
    _receive(raw, cast)
    ticket.refresh_from_db()
    assert (ticket.status, Message.objects.get(ticket=ticket, seq=3).is_automatic) == (Status.WAITING, True)
    assert OutboundMail.objects.count() == before


def test_an_agents_mail_becomes_a_comment(cast: Cast, answered: Answered) -> None:
    ticket, message = answered
    got = _receive(_mail("max@desk.example", In_Reply_To=f"<{message.mail_id}>"), cast)
    assert (got.reason, Message.objects.get(ticket=ticket, seq=3).kind) == (
        "joined.agent",
        Message.Kind.GENERAL,
    )


def test_a_bounce_marks_the_message_as_failed(cast: Cast, answered: Answered) -> None:
    ticket, message = answered
    raw = BOUNCE.replace("ORIGINAL", message.mail_id).encode()
    _receive(raw, cast)
    message.refresh_from_db()
    assert (message.delivery, "550" in message.delivery_error) == (Message.Delivery.FAILED, True)
    assert Notification.objects.get(user=cast.ann).kind == Notification.Kind.FAILED
    ticket.refresh_from_db()
    assert ticket.status == Status.WAITING


def test_the_same_mail_through_two_addresses_is_one_ticket(cast: Cast) -> None:
    raw = _mail("new@else.example", "Twice")
    first, second = (mail.receive(raw=raw, account=None, uid=uid, department=cast.support) for uid in "ab")
    mail.handle(first.pk)
    mail.handle(second.pk)
    assert Ticket.objects.count() == 1


def test_facts_of_a_mail_name_its_sender(cast: Cast, answered: Answered) -> None:
    _ticket, message = answered
    _receive(_mail("cleo@customers.example", In_Reply_To=f"<{message.mail_id}>"), cast)
    fact = OutboxRow.objects.filter(event_id=502006).order_by("-id")[0]
    assert (fact.args["direction"], fact.actor_id) == ("in", cast.cleo.pk)
    assert message_ids.read(message.mail_id) is not None


BOUNCE = """From: MAILER-DAEMON@mx.else.example
To: desk@northwind.example
Subject: Undelivered Mail Returned to Sender
Message-ID: <bounce1@mx.else.example>
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="B"

--B
Content-Type: text/plain

The address does not exist.

--B
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.else.example

Final-Recipient: rfc822; cleo@customers.example
Action: failed
Status: 5.1.1
Diagnostic-Code: smtp; 550 5.1.1 no such user

--B
Content-Type: text/rfc822-headers

From: desk@northwind.example
To: cleo@customers.example
Message-ID: <ORIGINAL>
Subject: x

--B--
"""
