"""Tickets of the demo company that come back, and time that was logged on some."""

from datetime import datetime, timedelta

from tickets import services
from tickets.models import Status, Ticket

_COMMENTS = (
    "Ask whether the move of last night went well.",
    "The part should have come by then; call them.",
    "",
    "Remind them of the open question, else close.",
)
_WORK = (
    (35, "PTR records, queue run again", True),
    (20, "Range checked", False),
    (65, "Read through the logs with them", True),
    (10, "Called back", False),
    (45, "Restore tried on a copy", True),
)


def found(now: datetime) -> None:
    """On tickets that agents have: what waits comes back in the days to come."""
    rows = Ticket.objects.select_related("agent").exclude(agent_id=1).order_by("-updated_at", "-id")
    waiting = rows.filter(shelf=Ticket.Shelf.OPEN, status=Status.WAITING)[: len(_COMMENTS)]
    morning = (now + timedelta(days=1)).replace(hour=9, minute=0, second=0, microsecond=0)
    for days, (ticket, comment) in enumerate(zip(list(waiting), _COMMENTS, strict=False)):
        plan = services.Plan(
            at=morning + timedelta(days=days * 2), status=int(Status.ACTIVE), comment=comment
        )
        services.schedule(ticket, actor=ticket.agent.actor, plan=plan, author=ticket.agent)
    for ticket, (minutes, subject, is_billable) in zip(list(rows[: len(_WORK)]), _WORK, strict=False):
        at = min(now, ticket.updated_at + timedelta(minutes=5))
        work = services.Work(minutes=minutes, subject=subject, at=at, is_billable=is_billable)
        services.log_time(ticket, actor=ticket.agent.actor, agent=ticket.agent, work=work)
