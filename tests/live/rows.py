"""What stands in a desk's database, read by a process of its own: `python -m tests.live.rows` prints JSON."""

import json
import os
import sys
from collections.abc import Iterable, Mapping
from typing import Any, TypedDict

import django

from tests.live.company import run_module
from tests.servers.desk import Desk


class Rows(TypedDict):
    """Lists of dicts with the columns that comparisons need."""

    tickets: list[dict[str, Any]]
    messages: list[dict[str, Any]]
    inbound: list[dict[str, Any]]
    outbound: list[dict[str, Any]]
    facts: list[dict[str, Any]]
    deliveries: list[dict[str, Any]]
    notifications: list[dict[str, Any]]


def read(desk: Desk) -> Rows:
    """Everything, once."""
    rows: Rows = json.loads(run_module(desk, "tests.live.rows").rpartition("\n=== ")[2])
    return rows


def _dicts(rows: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    return [dict(row) for row in rows]


def _all() -> dict[str, list[dict[str, Any]]]:
    from common.models import OutboxRow  # noqa: PLC0415 - Django has to be set up first
    from events.models import Delivery  # noqa: PLC0415
    from events.registry import concerned  # noqa: PLC0415
    from mail.models import DeliveryAttempt, InboundMail, OutboundMail  # noqa: PLC0415
    from tickets.models import Message, Notification, Ticket  # noqa: PLC0415

    taken = DeliveryAttempt.objects.filter(is_ok=True).values_list("mail_id", flat=True)
    oks: dict[int, int] = {}
    for mail_id in taken:
        oks[mail_id] = oks.get(mail_id, 0) + 1
    outbound = _dicts(
        OutboundMail.objects.values(
            "id",
            "message_id",
            "state",
            "claim",
            "attempts",
            "owner_kind",
            "owner_id",
            "last_error",
            "subject",
        )
    )
    columns = ("id", "event_id", "item_id", "state", "args")
    # one read: the desk may be at work, and a second one would find other rows
    facts = [
        {name: getattr(row, name) for name in columns}
        | {"handlers": concerned(row.event_id, row.args, row.actor)}
        for row in OutboxRow.objects.all()
    ]
    return {
        "tickets": _dicts(Ticket.objects.values("id", "number", "subject", "status", "last_seq", "agent_id")),
        "messages": _dicts(
            Message.objects.values(
                "id",
                "ticket_id",
                "seq",
                "by_agent",
                "kind",
                "text",
                "mail_id",
                "inbound_id",
                "delivery",
                "why",
            )
        ),
        "inbound": _dicts(
            InboundMail.objects.values(
                "id", "message_id", "state", "reason", "error", "link_kind", "link_id", "subject", "attempts"
            )
        ),
        "outbound": [row | {"oks": oks.get(row["id"], 0)} for row in outbound],
        "facts": facts,
        "deliveries": _dicts(Delivery.objects.values("id", "fact_id", "handler", "state", "last_error")),
        "notifications": _dicts(Notification.objects.values("id", "user_id", "fact_id", "ticket_id", "kind")),
    }


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "helpdesk.settings")
    django.setup()
    sys.stdout.write("\n=== " + json.dumps(_all()))
