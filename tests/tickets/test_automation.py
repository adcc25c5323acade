"""Rules on tickets: every action through the services, as the rule, once; bounded by what its owner may."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from accounts.models import Role, RolePermission, User
from clustering import fence
from common import audit
from common.clock import ahead
from common.models import OutboxRow
from events.drafts import RuleDraft
from events.evaluator import matches
from events.jobs import dispatch
from events.models import Delivery, Rule, RuleRun
from events.registry import RuleScope, action_type, event_types, sight, values_of
from events.services import create_rule
from mail.models import OutboundMail
from tests.tickets.conftest import Cast
from tickets import jobs, services
from tickets.models import Message, Notification, Priority, Status, Ticket, TicketTag

Open = Callable[..., Ticket]
pytestmark = pytest.mark.django_db
COMMENTED, PRIORITY, IDLE = 502005, 502003, 502008


@pytest.fixture(autouse=True)
def _no_lease_remembered() -> None:
    fence.forget()


def action(type_: str, number: int = 1, **params: Any) -> dict[str, Any]:
    return {"id": f"a{number}", "type": type_, "params": params, "once": False, "every_minutes": 0}


def rule(cast: Cast, *actions: dict[str, Any], event_id: int = PRIORITY, **more: Any) -> Rule:
    draft = RuleDraft(name="VIP first", event_id=event_id, actions=list(actions), **more)
    return create_rule(draft, actor=cast.ada.actor)


def happen(cast: Cast, ticket: Ticket, priority: int = Priority.HIGH) -> None:
    """The cause: an agent sets the priority. Then the dispatcher runs until nothing is left."""
    services.set_priority(ticket, actor=cast.ann.actor, priority=priority)
    dispatch()
    ticket.refresh_from_db()


def outcomes() -> list[str]:
    runs = RuleRun.objects.exclude(action="").order_by("id")
    return [f"{run.outcome}: {run.text}".rstrip(": ") for run in runs]


def predicted(type_: str, args: dict[str, Any], **params: Any) -> list[tuple[int, dict[str, Any]]]:
    found = action_type(type_)
    assert found is not None
    return found.effects(args, params)


def test_one_rule_with_all_actions(cast: Cast, open_ticket: Open) -> None:
    ticket = open_ticket(tags=("old",))
    made = rule(
        cast,
        action("set_status", 1, status="Waiting"),
        action("transfer", 2, group=str(cast.invoices.pk), agent=str(cast.otto.pk), comment="For #SUBJECT#"),
        action("add_comment", 3, type="Sticky", text="Priority is #PRIORITY#"),
        action("add_tag", 4, tag="VIP"),
        action("remove_tag", 5, tag="old"),
        action("pin", 6, state="pinned"),
        action("follow_up", 7, minutes=120, status="Active", comment="Call"),
        action(
            "notify_agent", 8, to=["agent", str(cast.ann.pk)], ways=["page", "mail"], text="#TICKETNUMBER#!"
        ),
    )
    happen(cast, ticket)
    assert outcomes() == ["done"] * 8
    assert (ticket.status, ticket.group, ticket.agent) == (Status.WAITING, cast.invoices, cast.otto)
    assert ticket.is_pinned
    assert ticket.has_follow_up
    words = dict(Message.objects.filter(ticket=ticket).exclude(kind=1).values_list("kind", "text"))
    assert words == {Message.Kind.TRANSFER: "For Mail bounces", Message.Kind.STICKY: "Priority is High"}
    assert list(TicketTag.objects.filter(ticket=ticket).values_list("tag__name", flat=True)) == ["vip"]
    notices = Notification.objects.filter(kind=Notification.Kind.RULE)
    assert [(one.user, one.by, one.text) for one in notices] == [
        (cast.ann, "VIP first", f"{ticket.number}!")  # the agent then was the queue
    ]
    assert OutboundMail.objects.filter(owner_kind="ticket_notice", subject__contains="VIP first").count() == 1
    actors = audit.history("ticket", ticket.pk).filter(actor_kind="rule")
    assert {(line.actor_id, line.actor_label) for line in actors} == {(made.pk, "VIP first")}


def test_what_is_so_already_says_nothing(cast: Cast, open_ticket: Open) -> None:
    ticket = open_ticket(agent=cast.ann, tags=("vip",))
    rule(
        cast,
        action("set_status", 1, status="Active"),
        action("transfer", 2, group=str(cast.front.pk)),
        action("add_tag", 3, tag="vip"),
        action("remove_tag", 4, tag="gone"),
        action("pin", 5, state="unpinned"),
    )
    before = set(audit.history("ticket", ticket.pk).values_list("pk", flat=True))
    happen(cast, ticket)
    assert outcomes() == ["done"] * 5
    assert ticket.agent == cast.ann
    fresh = [line.action for line in audit.history("ticket", ticket.pk) if line.pk not in before]
    assert fresh == ["ticket.priority"]


def test_an_action_happens_once_however_often_it_is_delivered(cast: Cast, open_ticket: Open) -> None:
    ticket = open_ticket()
    rule(cast, action("add_comment", type="General", text="Once"))
    happen(cast, ticket)
    dispatch()
    with ahead(timedelta(hours=1)):
        dispatch()
    assert Message.objects.filter(ticket=ticket, text="Once").count() == 1


@pytest.mark.parametrize(
    ("type_", "params"),
    [
        ("set_priority", {"priority": "Urgent"}),
        ("set_status", {"status": "Waiting"}),
        ("transfer", {"group": "invoices"}),
        ("add_comment", {"type": "Resolution", "text": "Seen #PRIORITY#"}),
        ("follow_up", {"minutes": 60, "status": "Active"}),
    ],
)
def test_what_is_predicted_is_what_happens(
    cast: Cast, open_ticket: Open, type_: str, params: dict[str, Any]
) -> None:
    """Dry run finds loops and consequences by these."""
    if "group" in params:
        params = {"group": str(cast.invoices.pk)}
    ticket = open_ticket()
    rule(
        cast,
        action(type_, **params),
        conditions={"all": [{"key": "actorKind", "op": "is", "value": "person"}]},
    )
    happen(cast, ticket)
    assert outcomes() == ["done"]
    cause = OutboxRow.objects.get(event_id=PRIORITY, actor_kind="person")
    fired = OutboxRow.objects.get(actor_kind="rule")
    ((event_id, args),) = predicted(type_, cause.args, **params)
    assert event_id == fired.event_id
    unknown = {"commentId", "followUpUtc", "actorId", "actorName"}
    assert {key: value for key, value in fired.args.items() if key not in unknown} == {
        key: value for key, value in args.items() if key not in unknown
    }


def test_what_would_change_nothing_predicts_nothing(cast: Cast, open_ticket: Open) -> None:
    args = {"status": "Active", "priority": "High", "groupId": cast.front.pk, "agentId": 1}
    assert predicted("set_status", args, status="Active") == []
    assert predicted("set_priority", args, priority="High") == []
    assert predicted("transfer", args, group=str(cast.front.pk)) == []


def test_what_a_service_refuses_is_said_and_not_tried_again(cast: Cast, open_ticket: Open) -> None:
    ticket = open_ticket()
    rule(cast, action("transfer", group=str(cast.front.pk), agent=str(cast.otto.pk)))
    happen(cast, ticket)
    assert ticket.in_queue
    assert Delivery.objects.get(handler__startswith="rule:").state == Delivery.State.DEAD
    assert "not a member" in outcomes()[0]


def test_an_agents_rule_sees_and_does_what_its_owner_may(cast: Cast, open_ticket: Open) -> None:
    mine, theirs = open_ticket(), open_ticket(department=cast.billing)
    own: dict[str, Any] = {"level": "agent", "owner_id": cast.ann.pk}
    rule(cast, action("add_tag", tag="mine"), **own)
    happen(cast, mine)
    happen(cast, theirs)
    tagged = set(TicketTag.objects.filter(tag__name="mine").values_list("ticket_id", flat=True))
    assert tagged == {mine.pk}
    RolePermission.objects.filter(role=Role.objects.get(builtin="agent"), name="ticket.edit").delete()
    happen(cast, mine, Priority.LOW)
    assert "may not do this" in outcomes()[-1]
    offered = {value for value, _label in values_of("groupId").choices(RuleScope("agent", cast.ann.pk))}  # type: ignore[union-attr]  # registered
    assert offered == {str(cast.front.pk)}


def test_sights(cast: Cast) -> None:
    own, other = {"groupId": cast.front.pk}, {"groupId": cast.invoices.pk}
    see = sight("ticket", cast.ann.pk)
    assert (see(own), see(other)) == (True, False)
    assert sight("agent", cast.ann.pk)({"agentId": cast.ann.pk})
    assert not sight("agent", cast.ann.pk)({"agentId": cast.otto.pk})
    assert sight("department", cast.ann.pk)({"departmentId": cast.support.pk})
    assert not sight("department", cast.ann.pk)({"departmentId": cast.billing.pk})
    User.objects.filter(pk=cast.ann.pk).update(is_active=False)
    assert not sight("ticket", cast.ann.pk)(own)


def test_keys_of_kind_choice_and_id_have_values(cast: Cast) -> None:
    """The editor offers a list for each, but for ids of single items."""
    single = {"ticketId", "commentId", "messageId", "timeLogId", "customerId", "actorId"}
    keys = {key for event_id, event in event_types().items() if event_id // 1000 == 502 for key in event.keys}
    missing = {key.name for key in keys if key.kind in ("choice", "id") and values_of(key.name) is None}
    assert missing == single
    priority = values_of("priority")
    assert priority is not None
    assert priority.ordered
    assert [value for value, _label in priority.choices(RuleScope("system"))] == [
        one.word for one in Priority
    ]


def test_a_rule_hears_of_its_own_threshold_only(cast: Cast, open_ticket: Open) -> None:
    short = rule(cast, action("add_tag", tag="hour"), event_id=IDLE, watch={"minutes": 60})
    rule(cast, action("add_tag", tag="day"), event_id=IDLE, watch={"minutes": 1440})
    jobs.find_idle()
    ticket = open_ticket()
    with ahead(timedelta(minutes=61)):
        jobs.find_idle()
        dispatch()
    assert list(TicketTag.objects.filter(ticket=ticket).values_list("tag__name", flat=True)) == ["hour"]
    args = OutboxRow.objects.get(event_id=IDLE).args
    assert matches(short, IDLE, args, ticket.created_at)
    assert not matches(short, IDLE, args | {"idleMinutes": 1440}, ticket.created_at)
