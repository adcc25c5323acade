"""Rules and facts for the tests of rules."""

from typing import Any

from common.actor import SYSTEM, Actor
from common.models import OutboxRow
from common.unit import run
from events.drafts import RuleDraft
from events.models import Rule
from events.services import create_rule

EVENT = 502000
ARGS: dict[str, Any] = {
    "ticketId": 5,
    "ticketNumber": "100-00000000-0001",
    "subject": "The printer burns",
    "brandId": 1,
    "brandName": "Northwind",
    "departmentId": 2,
    "departmentName": "Support",
    "groupId": 3,
    "groupName": "First line",
    "agentId": 1,
    "agentName": "",
    "customerId": 9,
    "customerName": "Cleo",
    "customerEmail": "cleo@customer.example",
    "status": "Active",
    "priority": "High",
    "source": "mail",
    "isPinned": False,
    "tags": "vip, printer",
    "dateOpenedUtc": "2026-03-01T10:00:00+00:00",
    "actorKind": "person",
    "actorId": 9,
    "actorName": "Cleo",
}
ADMIN = Actor("person", 2, "admin")


def fact(item: int = 5, *, event_id: int = EVENT, trail: tuple[int, ...] = (), **args: Any) -> OutboxRow:
    """A fact of a ticket that waits to be fanned out."""
    row = OutboxRow(
        event_id=event_id,
        item_kind="ticket",
        item_id=item,
        args=ARGS | {"ticketId": item} | args,
        trail=list(trail),
        **SYSTEM.columns,
    )
    run(lambda: row.save(force_insert=True))
    return row


def action(type_: str = "note", action_id: str = "a1", **more: Any) -> dict[str, Any]:
    limits = {"once": more.pop("once", False), "every_minutes": more.pop("every_minutes", 0)}
    return {"id": action_id, "type": type_, "params": more} | limits


def draft(**fields: Any) -> RuleDraft:
    wanted: dict[str, Any] = {"name": "Rule", "event_id": EVENT, "actions": [action()]} | fields
    return RuleDraft(**wanted)


def rule(**fields: Any) -> Rule:
    return create_rule(draft(**fields), actor=ADMIN)
