"""Follow-ups and the time log: what is due, what is planned, what was worked."""

from django.http import Http404

from common.clock import database_now
from organization.selectors import Scope
from tickets.models import FollowUp, Ticket, TimeLog


def due_follow_ups(limit: int = 200, *, after: int = 0) -> list[int]:
    """Ids of what is due, in their order. One SQL statement, by index."""
    rows = FollowUp.objects.filter(at__lte=database_now(), pk__gt=after).order_by("id")
    return list(rows.values_list("pk", flat=True)[:limit])


def follow_up_of(ticket: Ticket) -> FollowUp | None:
    """What is planned for a ticket that the caller has fetched for its viewer. One SQL statement at most."""
    if not ticket.has_follow_up:
        return None
    return FollowUp.objects.select_related("group", "agent").filter(ticket=ticket).first()


def time_logs_of(ticket: Ticket) -> list[TimeLog]:
    """All lines, newest first. One SQL statement."""
    rows = TimeLog.objects.filter(ticket=ticket).select_related("agent")
    return list(rows.order_by("-at", "-id"))


def time_log_for(scope: Scope, ticket: Ticket, time_log_id: int, *, may_all: bool) -> TimeLog:
    """A line that the agent may change: the own ones, and with `may_all` everybody's. Raises Http404."""
    row = TimeLog.objects.select_related("agent", "ticket").filter(ticket=ticket, pk=time_log_id).first()
    if row is None or not (may_all or row.agent_id == scope.user_id):
        raise Http404
    return row
