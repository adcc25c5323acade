"""The values of the keys of ticket events, as far as a rule's writer may see them; who sees which facts."""

from collections.abc import Callable
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from common.text import Text
from events.registry import RuleScope, register_sight, register_values
from organization.selectors import Scope, scope_of
from tickets.models import Message, Priority, Status, Ticket
from tickets.selectors.desk import Desk, GroupLine, desk_of, whole_desk
from tickets.selectors.people import agents_in
from tickets.services.conversation import comment_word

Choices = list[tuple[str, str]]
ChoicesOf = Callable[[RuleScope], Choices]


def sight_of(user_id: int) -> Scope | None:
    """What an agent sees; None for somebody who is none any more."""
    user = User.objects.filter(pk=user_id, is_agent=True, is_active=True).first()
    return scope_of(user) if user else None


def _desk(scope: RuleScope) -> Desk:
    if scope.level == "system":
        return whole_desk()
    seen = sight_of(scope.user_id)
    return desk_of(seen) if seen else Desk((), sees_all=False)


def _group_label(line: GroupLine) -> str:
    return f"{line.department}: {line.name}"


def groups(scope: RuleScope) -> Choices:
    """Groups that may be named."""
    return [(str(line.id), _group_label(line)) for line in _desk(scope).groups]


def departments(scope: RuleScope) -> Choices:
    return [(str(head.department_id), head.department) for head, _lines in _desk(scope).departments]


def brands(scope: RuleScope) -> Choices:
    return [(str(line.brand_id), line.brand) for line in _desk(scope).brands]


def agents(scope: RuleScope) -> Choices:
    """Nobody, and the agents who work in groups that may be named."""
    found = agents_in([line.id for line in _desk(scope).groups])
    return [(str(User.QUEUE_ID), _("Nobody: the group’s queue")), *((str(one.pk), one.name) for one in found)]


def statuses(scope: RuleScope) -> Choices:
    return [(one.word, str(one.label)) for one in Status]


def priorities(scope: RuleScope) -> Choices:
    """In rising order."""
    return [(one.word, str(one.label)) for one in Priority]


def comment_types(scope: RuleScope) -> Choices:
    kinds = [kind for kind in Message.Kind if kind != Message.Kind.MESSAGE]
    return [(comment_word(kind), str(kind.label)) for kind in kinds]


def _of(choices: type[TextChoices]) -> ChoicesOf:
    return lambda scope: [(str(value), str(label)) for value, label in choices.choices]


_DIRECTIONS: tuple[tuple[str, Text], ...] = (
    ("in", gettext_lazy("from the customer")),
    ("out", gettext_lazy("to the customer")),
    ("above", gettext_lazy("above the number")),
    ("below", gettext_lazy("below the number")),
)
_ACTORS: tuple[tuple[str, Text], ...] = (
    ("person", gettext_lazy("A person")),
    ("rule", gettext_lazy("A rule")),
    ("provider", gettext_lazy("An external provider")),
    ("node", gettext_lazy("A server of the desk")),
    ("system", gettext_lazy("The desk itself")),
)


def _fixed(pairs: tuple[tuple[str, Text], ...]) -> ChoicesOf:
    return lambda scope: [(value, str(label)) for value, label in pairs]


for _key in ("status", "oldStatus", "newStatus"):
    register_values(_key, statuses)
for _key in ("priority", "oldPriority", "newPriority"):
    register_values(_key, priorities, ordered=True)
for _key in ("groupId", "oldGroupId", "newGroupId"):
    register_values(_key, groups)
for _key in ("agentId", "oldAgentId", "newAgentId"):
    register_values(_key, agents)
for _key in ("departmentId", "oldDepartmentId"):
    register_values(_key, departments)
register_values("brandId", brands)
register_values("source", _of(Ticket.Source))
register_values("commentType", comment_types)
register_values("direction", _fixed(_DIRECTIONS))
register_values("actorKind", _fixed(_ACTORS))


def _by_group(user_id: int) -> Callable[[dict[str, Any]], bool]:
    """Facts of tickets and of groups carry the group they were in."""
    scope = sight_of(user_id)
    return lambda args: scope is not None and scope.sees_group(args.get("groupId", 0))


def _by_department(user_id: int) -> Callable[[dict[str, Any]], bool]:
    seen = frozenset(pair[0] for pair in departments(RuleScope("agent", user_id)))
    return lambda args: str(args.get("departmentId", 0)) in seen


def _oneself(user_id: int) -> Callable[[dict[str, Any]], bool]:
    is_agent = sight_of(user_id) is not None
    return lambda args: is_agent and args.get("agentId") == user_id


register_sight("ticket", _by_group)
register_sight("group", _by_group)
register_sight("department", _by_department)
register_sight("agent", _oneself)
