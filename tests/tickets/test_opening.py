"""Opening a ticket: once a key, with all that belongs to it."""

from collections.abc import Callable

import pytest

from common import counters, search
from common.models import OutboxRow
from mail.models import OutboundMail
from tests.tickets.conftest import Cast
from tickets import services
from tickets.errors import EmptyMessageError, WrongTargetError
from tickets.models import Message, Reservation, Ticket
from tickets.services import numbers

OpenTicket = Callable[..., Ticket]


@pytest.mark.django_db(transaction=True)  # full text of MariaDB sees what is committed
def test_it_makes_the_ticket_with_all_that_belongs_to_it(cast: Cast, open_ticket: OpenTicket) -> None:
    ticket = open_ticket(tags=("VIP, urgent", "Mail"))
    assert (ticket.group, ticket.agent_id, ticket.status, ticket.last_seq) == (cast.front, 1, 1, 1)
    assert Message.objects.get(ticket=ticket).text == "Every second mail comes back."
    assert counters.totals("tickets") == {(cast.front.pk, 1, 1): 1}
    assert search.find("ticket", "bounces cleo", scopes=[cast.front.pk])[0] == [ticket.pk]
    facts = OutboxRow.objects.order_by("id").values_list("event_id", flat=True)
    assert list(facts) == [502000, 502006]
    assert OutboxRow.objects.get(event_id=502000).args["tags"] == "mail, vip urgent"


def test_the_same_key_makes_one_ticket(cast: Cast, open_ticket: OpenTicket) -> None:
    first, second = open_ticket(key="form:once"), open_ticket(key="form:once")
    assert first.pk == second.pk
    assert Ticket.objects.count() == Reservation.objects.count() == OutboundMail.objects.count() == 1


def test_a_reserved_number_is_used_by_the_retry(open_ticket: OpenTicket) -> None:
    reserved = services.reserve("form:retry")
    assert open_ticket(key="form:retry").number == reserved.number


def test_the_department_answers_by_itself_unless_told_not_to(cast: Cast, open_ticket: OpenTicket) -> None:
    open_ticket(auto_respond=False)
    open_ticket(is_automatic=True)
    assert OutboundMail.objects.count() == 0
    open_ticket()
    assert OutboundMail.objects.count() == 1
    cast.support.auto_respond = False
    cast.support.save()
    open_ticket()
    assert OutboundMail.objects.count() == 1


def test_an_agents_first_message_goes_out(cast: Cast, open_ticket: OpenTicket) -> None:
    ticket = open_ticket(by_agent=cast.ann, agent=cast.ann, source=Ticket.Source.AGENT)
    message = Message.objects.get(ticket=ticket)
    assert (message.by_agent, message.delivery, ticket.replies_out) == (True, "queued", 1)
    assert message.to == [["Cleo Example", "cleo@customers.example"]]


def test_nothing_is_written_for_an_empty_message(open_ticket: OpenTicket) -> None:
    with pytest.raises(EmptyMessageError):
        open_ticket(content=services.Content(text="  \n "))
    assert Reservation.objects.count() == Ticket.objects.count() == 0


def test_a_department_without_front_line_says_so(cast: Cast, open_ticket: OpenTicket) -> None:
    cast.support.front_line = None
    cast.support.save()
    with pytest.raises(WrongTargetError):
        open_ticket()
    assert Ticket.objects.count() == 0


def test_hostile_html_is_gone_before_it_is_stored(open_ticket: OpenTicket) -> None:
    body = '<p onclick="x()">hi <script>alert(1)</script><img src="javascript:x" onerror="y">there</p>'
    message = Message.objects.get(ticket=open_ticket(content=services.Content(html=body)))
    assert "script" not in message.html
    assert "on" + "click" not in message.html
    assert "onerror" not in message.html
    assert message.text.startswith("hi")


def test_a_number_that_another_ticket_has_is_passed_over(
    open_ticket: OpenTicket, monkeypatch: pytest.MonkeyPatch
) -> None:
    given = iter(["007-00000001-0001", "007-00000001-0001", "007-00000001-0002"])
    monkeypatch.setattr(numbers, "next_number", lambda: next(given))
    assert open_ticket(key="form:first").number == "007-00000001-0001"
    assert open_ticket(key="form:second").number == "007-00000001-0002"


def test_numbers_that_are_all_taken_are_no_endless_search(
    open_ticket: OpenTicket, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(numbers, "next_number", lambda: "007-00000001-0001")
    open_ticket(key="form:first")
    with pytest.raises(RuntimeError, match="are taken"):
        services.reserve("form:second")
    assert Reservation.objects.count() == 1
