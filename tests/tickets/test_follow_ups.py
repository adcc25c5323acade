"""Tickets that come back: planned, changed, cancelled, and carried out once at their time."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from accounts.models import User
from common import audit
from common.clock import FAR_FUTURE, ahead, database_now
from common.models import OutboxRow
from organization.models import Membership
from tests.tickets.conftest import Cast
from tests.tickets.test_agent_ticket import signed_in, url
from tickets import jobs, services
from tickets.errors import WrongTargetError
from tickets.models import FollowUp, Message, Notification, Status, Ticket
from tickets.services import followups, state
from tickets.subscribers import notices

Open = Callable[..., Ticket]
pytestmark = pytest.mark.django_db


def plan(hours: float = 2, **more: object) -> services.Plan:
    return services.Plan(at=database_now() + timedelta(hours=hours), **more)  # type: ignore[arg-type]  # by name


def events(*ids: int) -> list[int]:
    return list(OutboxRow.objects.filter(event_id__in=ids).order_by("id").values_list("event_id", flat=True))


def carried_out(**by: float) -> object:
    with ahead(timedelta(**by)):
        return jobs.carry_out_follow_ups()


def sentences(ticket: Ticket) -> str:
    return " | ".join(audit.render(line) for line in audit.history("ticket", ticket.pk))


def test_it_comes_back_as_planned_and_once(cast: Cast, open_ticket: Open) -> None:
    ticket = open_ticket()
    services.set_status(ticket, actor=cast.ann.actor, status=Status.WAITING)
    asked = plan(
        group=cast.invoices, agent=cast.otto, status=int(Status.ACTIVE), pin=True, comment="Call <b>them</b>"
    )
    services.schedule(ticket, actor=cast.ann.actor, plan=asked, author=cast.ann)
    assert ticket.follow_up_at == asked.at
    assert (carried_out(hours=1), carried_out(hours=2.1), carried_out(hours=3)) == (0, 1, 0)
    ticket.refresh_from_db()
    assert (ticket.group, ticket.agent, ticket.status) == (cast.invoices, cast.otto, Status.ACTIVE)
    assert ticket.is_pinned
    assert ticket.follow_up_at == FAR_FUTURE
    said = Message.objects.get(ticket=ticket, kind=Message.Kind.FOLLOW_UP)
    assert (said.text, said.author) == ("Call <b>them</b>", cast.ann)
    assert not FollowUp.objects.exists()
    assert events(502012, 502013, 502001) == [502012, 502001, 502013]
    assert "Came back as <b>Ann Example</b> planned" in sentences(ticket)


def test_a_changed_plan_holds_from_then_on(cast: Cast, open_ticket: Open) -> None:
    ticket = open_ticket()
    services.schedule(ticket, actor=cast.ann.actor, plan=plan(2))
    later = plan(5, status=int(Status.WAITING))
    services.schedule(ticket, actor=cast.ann.actor, plan=later)
    services.schedule(ticket, actor=cast.ann.actor, plan=later)  # the same again says nothing
    assert events(502012) == [502012, 502012]
    assert carried_out(hours=3) == 0
    assert carried_out(hours=6) == 1
    ticket.refresh_from_db()
    assert ticket.status == Status.WAITING


def test_a_cancelled_one_does_not_come_back(cast: Cast, open_ticket: Open) -> None:
    ticket = open_ticket()
    services.schedule(ticket, actor=cast.ann.actor, plan=plan())
    services.cancel_follow_up(ticket, actor=cast.ann.actor)
    services.cancel_follow_up(ticket, actor=cast.ann.actor)
    assert ticket.follow_up_at == FAR_FUTURE
    assert carried_out(hours=9) == 0
    assert events(502013) == []
    assert sentences(ticket).count("Follow-up cancelled") == 1


def test_a_deleted_ticket_stays_deleted(cast: Cast, open_ticket: Open) -> None:
    ticket = open_ticket()
    services.schedule(ticket, actor=cast.ann.actor, plan=plan(status=int(Status.ACTIVE)))
    services.delete(ticket, actor=cast.ada.actor)
    assert carried_out(hours=3) == 0
    ticket.refresh_from_db()
    assert (ticket.shelf, ticket.follow_up_at) == (Ticket.Shelf.DELETED, FAR_FUTURE)
    assert events(502013) == []


def test_who_has_left_gives_it_to_the_queue_of_the_group(cast: Cast, open_ticket: Open) -> None:
    ticket = open_ticket()
    asked = plan(group=cast.invoices, agent=cast.otto)
    services.schedule(ticket, actor=cast.ann.actor, plan=asked)
    Membership.objects.filter(agent=cast.otto).delete()
    assert carried_out(hours=3) == 1
    ticket.refresh_from_db()
    assert (ticket.group, ticket.agent_id) == (cast.invoices, User.QUEUE_ID)
    assert "Otto Example is not a member" in sentences(ticket)


def test_what_may_not_be_closed_comes_back_open(
    cast: Cast, open_ticket: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(state, "_close_checks", [lambda ticket: "A task is open."])
    ticket = open_ticket()
    services.schedule(ticket, actor=cast.ann.actor, plan=plan(status=int(Status.CLOSED)))
    assert carried_out(hours=3) == 1
    ticket.refresh_from_db()
    assert ticket.status == Status.ACTIVE
    assert "A task is open." in sentences(ticket)


def test_one_that_breaks_stops_no_other(
    cast: Cast, open_ticket: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    tickets = [open_ticket(), open_ticket()]
    for ticket in tickets:
        services.schedule(ticket, actor=cast.ann.actor, plan=plan())
    first, real = FollowUp.objects.order_by("id")[0].pk, followups.carry_out

    def broken(pk: int) -> bool:
        if pk == first:
            raise ValueError(pk)
        return real(pk)

    monkeypatch.setattr(followups, "carry_out", broken)
    with ahead(timedelta(hours=3)), pytest.raises(ValueError, match=str(first)):
        jobs.carry_out_follow_ups()
    assert list(FollowUp.objects.values_list("pk", flat=True)) == [first]


@pytest.mark.parametrize("hours", [-1, 0])
def test_a_moment_that_has_passed_is_refused(cast: Cast, open_ticket: Open, hours: float) -> None:
    with pytest.raises(WrongTargetError):
        services.schedule(open_ticket(), actor=cast.ann.actor, plan=plan(hours))


def test_an_agent_must_be_able_to_take_it(cast: Cast, open_ticket: Open) -> None:
    with pytest.raises(WrongTargetError):
        services.schedule(open_ticket(), actor=cast.ann.actor, plan=plan(agent=cast.otto))
    assert not FollowUp.objects.exists()


def test_its_agent_is_told(cast: Cast, open_ticket: Open) -> None:
    ticket = open_ticket(agent=cast.ann)
    services.schedule(ticket, actor=cast.ann.actor, plan=plan())
    carried_out(hours=3)
    fact = OutboxRow.objects.get(event_id=502013)
    for _ in range(2):
        notices.followed_up(fact)
    told = Notification.objects.get(kind=Notification.Kind.FOLLOW_UP)
    assert (told.user, told.ticket) == (cast.ann, ticket)


# The pages


def test_the_picker_reads_words_in_the_readers_zone(cast: Cast, open_ticket: Open) -> None:
    ticket = open_ticket()
    User.objects.filter(pk=cast.ann.pk).update(time_zone="America/New_York")
    client = signed_in(cast.ann)
    assert client.get(url(ticket, "/follow-up")).status_code == 200
    head = {"HX-Request": "true", "HX-Target": "follow-days"}
    days = client.get(url(ticket, "/follow-up") + "?when=1+dec+2035+9", headers=head).content.decode()
    assert 'aria-pressed="true"' in days
    assert "Sat 1 Dec, 09:00" in days
    client.post(url(ticket, "/follow-up"), {"when": "1 dec 2035 9", "status": "1"})
    ticket.refresh_from_db()
    assert ticket.follow_up_at.isoformat() == "2035-12-01T14:00:00+00:00"


def test_it_is_changed_and_cancelled_on_the_page(cast: Cast, open_ticket: Open) -> None:
    ticket, client = open_ticket(), signed_in(cast.ann)
    answer = client.post(
        url(ticket, "/follow-up"), {"when": "in 2 days", "agent": cast.ann.pk, "comment": "Ask"}
    )
    assert answer["HX-Trigger"] == "hd:done"
    assert "Back to Ann Example" in answer.content.decode()
    picker = client.get(url(ticket, "/follow-up")).content.decode()
    assert ">Ask</textarea>" in picker
    assert "Cancel the follow-up" in picker
    assert (
        "Back to Ann Example" not in client.post(url(ticket, "/follow-up"), {"cancel": "1"}).content.decode()
    )
    ticket.refresh_from_db()
    assert not ticket.has_follow_up


@pytest.mark.parametrize(
    "values", [{"when": "nonsense"}, {"when": "2h", "agent": "999999"}, {"when": "2h", "group": "999999"}]
)
def test_a_mistake_is_said_in_the_picker(cast: Cast, open_ticket: Open, values: dict[str, str]) -> None:
    ticket = open_ticket()
    answer = signed_in(cast.ann).post(url(ticket, "/follow-up"), values)
    assert answer["HX-Retarget"] == "#follow"
    assert 'role="alert"' in answer.content.decode()
    assert not FollowUp.objects.exists()


def test_the_list_shows_what_comes_back_the_next_first(cast: Cast, open_ticket: Open) -> None:
    subjects = ["Third", "First", "Second", "Never"]
    tickets = [open_ticket(subject=subject) for subject in subjects]
    for ticket, days in zip(tickets, (9, 1, 3), strict=False):
        services.schedule(ticket, actor=cast.ann.actor, plan=plan(24 * days))
    for user in (cast.ann, cast.ada):
        page = signed_in(user).get("/agent/tickets?view=followup").content.decode()
        places = [page.index(f">{subject}</a>") for subject in ("First", "Second", "Third")]
        assert places == sorted(places)
        assert ">Never</a>" not in page
        assert 'aria-label="Follow-up"' in page
    other = signed_in(cast.otto).get("/agent/tickets?view=followup").content.decode()
    assert ">First</a>" not in other


def test_pages_of_the_list_go_on_where_they_ended(
    cast: Cast, open_ticket: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tickets.selectors.rows.SIZE", 2)
    monkeypatch.setattr("tickets.selectors.pages.SIZE", 2)
    for number in range(3):
        services.schedule(open_ticket(subject=f"T{number}"), actor=cast.ann.actor, plan=plan(number + 1))
    client = signed_in(cast.ann)
    page = client.get("/agent/tickets?view=followup").content.decode()
    more = page.partition('hx-get="/agent/tickets?')[2].partition('"')[0].replace("&amp;", "&")
    rest = client.get(f"/agent/tickets?{more}", headers={"HX-Target": "more"}).content.decode()
    assert ">T2</a>" in rest
    assert ">T1</a>" not in rest
