"""One page of a list: a LIMITed arm for each group, merged in one statement that an index serves."""

from collections.abc import Collection, Sequence
from datetime import datetime
from itertools import product
from typing import Any, NamedTuple

from django.core.exceptions import EmptyResultSet
from django.db.models import Q, QuerySet
from django.db.models.expressions import RawSQL

from accounts.models import User
from common.clock import FAR_FUTURE
from common.paging import BadCursorError, Cursor
from common.search import documents
from organization.selectors import Scope
from tickets.models import Status, Ticket, TicketTag
from tickets.selectors.columns import holding
from tickets.selectors.desk import Desk
from tickets.selectors.state import ListState

SIZE = 50
_ANY_GROUP = -7  # stands for the group while an arm is compiled; no row has it
_ORDERS: dict[str, tuple[str, ...]] = {
    "activity": ("-updated_at", "-id"),
    "oldest": ("updated_at", "id"),
    "created": ("-created_at", "-id"),
    "priority": ("-priority", "-updated_at", "-id"),
    "due": ("follow_up_at", "id"),
}
_SHELVES = {
    "closed": Ticket.Shelf.CLOSED,
    "spam": Ticket.Shelf.SPAM,
    "deleted": Ticket.Shelf.DELETED,
}
_OPEN = frozenset(Ticket.OPEN_STATUSES)
_CLOSED = frozenset({int(Status.CLOSED), int(Status.LOCKED)})


class Statement(NamedTuple):
    """Tickets' ids in order: SQL and its parameters."""

    sql: str
    params: tuple[Any, ...]


def order_of(state: ListState) -> tuple[str, ...]:
    """The sort columns, the id last."""
    return _ORDERS[state.order]


def cursor_after(
    state: ListState,
    *,
    priority: int,
    updated_at: datetime,
    created_at: datetime,
    follow_up_at: datetime,
    pk: int,
) -> str:
    """The cursor of the row with these values."""
    if state.order == "priority":
        return Cursor(f"{priority}|{updated_at.isoformat()}", pk).encode()
    return Cursor({"created": created_at, "due": follow_up_at}.get(state.order, updated_at), pk).encode()


def _behind(state: ListState) -> Q:
    """The rows behind the state's cursor. Raises BadCursorError."""
    cursor = Cursor.decode(state.after)
    if state.order != "priority":
        first = order_of(state)[0]
        column, op = first.removeprefix("-"), "lt" if first.startswith("-") else "gt"
        if not isinstance(cursor.value, datetime):
            raise BadCursorError(state.after)
        return Q(**{f"{column}__{op}e": cursor.value}) & (
            Q(**{f"{column}__{op}": cursor.value}) | Q(**{f"id__{op}": cursor.id})
        )
    try:
        level, _, moment = str(cursor.value).partition("|")
        priority, updated = int(level), datetime.fromisoformat(moment)
    except ValueError as error:
        raise BadCursorError(state.after) from error
    older = Q(updated_at__lt=updated) | Q(updated_at=updated, id__lt=cursor.id)
    return Q(priority__lte=priority) & (Q(priority__lt=priority) | older)


def _shelves(state: ListState) -> list[tuple[int, frozenset[int]]]:
    """The shelves to look at, each with the statuses wanted there; an empty set is any."""
    if state.view in _SHELVES:
        return [(_SHELVES[state.view], frozenset(state.status))]
    wanted = frozenset(state.status)
    parts = ((Ticket.Shelf.OPEN, _OPEN), (Ticket.Shelf.CLOSED, _CLOSED))
    found = [(shelf, wanted & statuses, statuses) for shelf, statuses in parts if wanted & statuses]
    if not found and state.view == "followup":
        return [(Ticket.Shelf.OPEN, frozenset()), (Ticket.Shelf.CLOSED, frozenset())]
    if not found:
        return [(Ticket.Shelf.OPEN, frozenset())]
    return [(shelf, frozenset() if some == statuses else some) for shelf, some, statuses in found]


def _groups(state: ListState, scope: Scope, desk: Desk) -> list[int] | None:
    """None: no restriction at all."""
    asked = state.brand or state.department or state.group
    if state.view == "queue" and not asked and scope.member_of:
        return sorted(scope.member_of)
    if desk.sees_all and not asked and state.order in ("activity", "oldest", "due"):
        return None
    return desk.narrow(brand=state.brand, department=state.department, group=state.group)


def _base(state: ListState, scope: Scope, only: Collection[int]) -> QuerySet[Ticket]:
    rows = Ticket.objects.order_by(*order_of(state))
    if only:
        rows = rows.filter(pk__in=list(only))
    if state.view == "followup":
        rows = rows.filter(follow_up_at__lt=FAR_FUTURE)
    if state.tag:
        rows = rows.filter(pk__in=TicketTag.objects.filter(tag__name=state.tag).values("ticket_id"))
    if state.custom:
        rows = holding(rows, state.custom)
    if state.text:
        found = documents("ticket", state.text, scopes=scope.group_list).values("item_id")
        # compiled by itself: inside another query its table would get another name than the index asks for
        try:
            sql, params = found.query.sql_with_params()
        except EmptyResultSet:
            return rows.none()
        rows = rows.filter(pk__in=RawSQL(sql, params))  # noqa: S611
    if state.after:
        rows = rows.filter(_behind(state))
    return rows


def _agent(state: ListState, scope: Scope) -> int:
    if state.view == "mine":
        return scope.user_id
    return User.QUEUE_ID if state.view == "queue" else state.agent


def _arm(rows: QuerySet[Ticket], columns: Sequence[str], size: int) -> Statement | None:
    """None when nothing can be in it."""
    try:
        sql, params = rows.values_list(*columns)[:size].query.sql_with_params()
    except EmptyResultSet:
        return None
    return Statement(sql, tuple(params))


def _arms(state: ListState, scope: Scope, desk: Desk, size: int, only: Collection[int]) -> list[Statement]:
    rows = _base(state, scope, only)
    columns = [name.removeprefix("-") for name in order_of(state)]
    groups, agent = _groups(state, scope, desk), _agent(state, scope)
    if agent:
        rows = rows.filter(agent_id=agent)
    # an agent's tickets have an index of their own
    one_arm = groups is None or (agent and agent != User.QUEUE_ID)
    if groups is not None:
        rows = rows.filter(group_id__in=groups) if one_arm else rows.filter(group_id=_ANY_GROUP)
    levels: Sequence[int] = state.priority if state.order != "priority" and not one_arm else ()
    if state.priority and not levels:
        rows = rows.filter(priority__in=state.priority)
    arms = []
    for (shelf, statuses), level in product(_shelves(state), levels or (0,)):
        part = rows.filter(shelf=shelf)
        if statuses:
            part = part.filter(status__in=sorted(statuses))
        if level:
            part = part.filter(priority=level)
        arm = _arm(part, columns, size)
        if arm is None:
            continue
        if one_arm:
            arms.append(arm)
        else:  # arms differ in the group only: compiled once
            arms += [_for_group(arm, group) for group in groups or ()]
    return arms


def _for_group(arm: Statement, group: int) -> Statement:
    return Statement(arm.sql, tuple(group if value == _ANY_GROUP else value for value in arm.params))


def ids_of(
    state: ListState, scope: Scope, desk: Desk, *, size: int = SIZE + 1, only: Collection[int] = ()
) -> RawSQL | None:
    """The ids of a page as a subquery for `pk__in`; None when there is no group at all.

    SQLite wants each LIMITed arm wrapped, MySQL the LIMITed whole, so both are. Every value is a parameter.
    """
    if (state.group and state.group not in desk.narrow()) or not (desk.groups or desk.sees_all):
        return None
    arms = _arms(state, scope, desk, size, only)
    if not arms:
        return None
    order = ", ".join(name[1:] + " DESC" if name[0] == "-" else name for name in order_of(state))
    # made of constants of ours and of parts that the ORM compiled
    union = " UNION ALL ".join(f"SELECT * FROM ({arm.sql}) arm{number}" for number, arm in enumerate(arms))  # noqa: S608
    sql = f"SELECT id FROM (SELECT * FROM ({union}) arms ORDER BY {order} LIMIT {int(size)}) page"  # noqa: S608
    return RawSQL(sql, tuple(value for arm in arms for value in arm.params))  # noqa: S611
