"""The main job: a problem comes in, an agent answers, the customer writes back, it is closed."""

from collections.abc import Callable

import pytest

from common import counters
from common.models import OutboxRow
from mail.models import OutboundMail
from organization.models import Membership
from tests.tickets.conftest import Cast
from tickets import selectors, services
from tickets.errors import TicketLockedError, TooLateError, WrongTargetError
from tickets.models import Draft, Message, Status, Ticket

OpenTicket = Callable[..., Ticket]
Content = services.Content


def _answer(cast: Cast, ticket: Ticket, **fields: object) -> Message:
    text = Content(html="<p>It is <b>mended</b>.</p>")
    return services.reply(ticket, actor=cast.ann.actor, author=cast.ann, content=text, **fields)  # type: ignore[arg-type]  # fields of reply by name


def _customer(cast: Cast, ticket: Ticket) -> Message:
    return services.customer_reply(
        ticket, actor=cast.cleo.actor, author=cast.cleo, content=Content(text="Thank you"), source="portal"
    )


def test_who_answers_a_ticket_of_the_queue_has_it(cast: Cast, open_ticket: OpenTicket) -> None:
    ticket = open_ticket()
    message = _answer(cast, ticket)
    assert (ticket.agent_id, ticket.status, ticket.replies_out) == (cast.ann.pk, Status.WAITING, 1)
    assert (message.seq, message.delivery) == (2, "queued")
    assert counters.totals("tickets") == {(cast.front.pk, cast.ann.pk, 2): 1}


def test_an_answer_from_outside_the_group_leaves_it_in_the_queue(cast: Cast, open_ticket: OpenTicket) -> None:
    ticket = open_ticket()
    services.reply(ticket, actor=cast.ada.actor, author=cast.ada, content=Content(text="Hello"))
    assert ticket.agent_id == 1


def test_the_answer_goes_to_requester_and_copies(cast: Cast, open_ticket: OpenTicket) -> None:
    ticket = open_ticket(cc=(cast.sam,), auto_respond=False)
    message = _answer(cast, ticket)
    mail = OutboundMail.objects.get(owner_kind="ticket_message", owner_id=message.pk)
    assert sorted(mail.recipients) == ["cleo@customers.example", "sam@customers.example"]


def test_undo_takes_everything_back(cast: Cast, open_ticket: OpenTicket) -> None:
    ticket = open_ticket(auto_respond=False)
    message = _answer(cast, ticket)
    draft = services.undo_send(message, actor=cast.ann.actor)
    ticket.refresh_from_db()
    assert (ticket.agent_id, ticket.status, ticket.replies_out) == (1, Status.ACTIVE, 0)
    assert "mended" in draft.html
    assert Draft.objects.get().agent == cast.ann
    assert OutboundMail.objects.get().state == OutboundMail.State.CANCELLED
    assert [one.seq for one in selectors.messages(ticket, public_only=True)] == [1]
    assert counters.totals("tickets") == {(cast.front.pk, 1, 1): 1}
    with pytest.raises(TooLateError):
        services.undo_send(message, actor=cast.ann.actor)


def test_a_reply_reopens_a_closed_ticket(cast: Cast, open_ticket: OpenTicket) -> None:
    ticket = open_ticket()
    services.close(ticket, actor=cast.ann.actor, comment="Done")
    assert (ticket.shelf, counters.totals("tickets")) == (Ticket.Shelf.CLOSED, {})
    _customer(cast, ticket)
    assert (ticket.status, ticket.shelf) == (Status.ACTIVE, Ticket.Shelf.OPEN)
    assert counters.totals("tickets") == {(cast.front.pk, 1, 1): 1}


def test_a_locked_ticket_refuses_and_keeps_nothing(cast: Cast, open_ticket: OpenTicket) -> None:
    ticket = open_ticket()
    services.close(ticket, actor=cast.ann.actor, locked=True)
    with pytest.raises(TicketLockedError):
        _customer(cast, ticket)
    assert Message.objects.filter(ticket=ticket).count() == 1


def test_customers_never_get_comments(cast: Cast, open_ticket: OpenTicket) -> None:
    ticket = open_ticket()
    note = Content(text="She was promised a credit")
    services.comment(ticket, actor=cast.ann.actor, author=cast.ann, content=note, kind=Message.Kind.STICKY)
    assert len(selectors.messages(ticket, public_only=True)) == 1
    assert len(selectors.messages(ticket, public_only=False)) == 2
    fact = OutboxRow.objects.get(event_id=502005)
    assert (fact.args["commentType"], fact.args["comment"]) == ("Sticky", "She was promised a credit")


def test_a_transfer_moves_department_counts_and_search(cast: Cast, open_ticket: OpenTicket) -> None:
    ticket = open_ticket()
    services.transfer(
        ticket,
        actor=cast.ann.actor,
        group=cast.invoices,
        agent=cast.otto,
        comment="An invoice",
        author=cast.ann,
    )
    assert (ticket.department, ticket.group, ticket.agent_id) == (cast.billing, cast.invoices, cast.otto.pk)
    assert counters.totals("tickets") == {(cast.invoices.pk, cast.otto.pk, 1): 1}
    assert Message.objects.get(ticket=ticket, seq=2).kind == Message.Kind.TRANSFER
    fact = OutboxRow.objects.get(event_id=502001).args
    assert (fact["oldGroupName"], fact["groupName"], fact["comment"]) == (
        "Front Line",
        "Invoices",
        "An invoice",
    )


def test_only_members_can_be_given_a_ticket(cast: Cast, open_ticket: OpenTicket) -> None:
    ticket = open_ticket()
    with pytest.raises(WrongTargetError):
        services.assign(ticket, actor=cast.ann.actor, agent=cast.otto)
    assert Ticket.objects.get(pk=ticket.pk).agent_id == 1


def test_the_customers_reply_leaves_an_agent_who_is_gone(cast: Cast, open_ticket: OpenTicket) -> None:
    ticket = open_ticket()
    services.assign(ticket, actor=cast.ann.actor, agent=cast.ann)
    Membership.objects.filter(agent=cast.ann).delete()
    _customer(cast, ticket)
    assert ticket.agent_id == 1


def test_the_history_says_it_in_sentences(cast: Cast, open_ticket: OpenTicket) -> None:
    ticket = open_ticket()
    _answer(cast, ticket)
    services.set_priority(ticket, actor=cast.ann.actor, priority=4)
    services.add_tag(ticket, actor=cast.ann.actor, name="VIP")
    services.close(ticket, actor=cast.ann.actor)
    said = [line.sentence for line in selectors.history(ticket)]
    assert said == [
        "Opened in <b>Support</b>, by <b>Portal</b>",
        "Assigned to <b>Ann Example</b>",
        "Answered <b>Cleo Example</b>",
        "Status <b>Active</b> → <b>Waiting</b>",
        "Priority <b>Normal</b> → <b>Urgent</b>",
        "Tag <b>vip</b> added",
        "Status <b>Waiting</b> → <b>Closed</b>",
    ]
