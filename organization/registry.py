"""Where higher apps say why a group, or an agent's place in it, has to stay: tickets would be lost else."""

from collections.abc import Callable

from common.text import Text

GroupCheck = Callable[[int], "Text | None"]
MemberCheck = Callable[[int, int], "Text | None"]
_group_checks: list[GroupCheck] = []
_member_checks: list[MemberCheck] = []


def group_check(check: GroupCheck) -> GroupCheck:
    """`check` gets a group's id and says why it may not be switched off, or None."""
    if check not in _group_checks:
        _group_checks.append(check)
    return check


def member_check(check: MemberCheck) -> MemberCheck:
    """`check` gets the ids of a group and an agent and says why the agent may not leave, or None."""
    if check not in _member_checks:
        _member_checks.append(check)
    return check


def group_objections(group_id: int) -> "list[Text]":
    """Why this group may not be switched off."""
    return [reason for check in _group_checks if (reason := check(group_id)) is not None]


def member_objections(group_id: int, agent_id: int) -> "list[Text]":
    """Why this agent may not leave the group."""
    return [reason for check in _member_checks if (reason := check(group_id, agent_id)) is not None]
