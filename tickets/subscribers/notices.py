"""Tells agents what concerns them: in the page, and by mail where they want it."""

from typing import Any

from accounts.models import User
from common.actor import Actor
from common.models import OutboxRow
from events.registry import subscribe
from tickets.models import Notification
from tickets.services import notices

CREATED, TRANSFERRED, MESSAGE, FOLLOWED_UP = 502000, 502001, 502006, 502013


def _given(args: dict[str, Any], actor: Actor) -> bool:
    """An agent has the ticket now who did not have it before and did not take it."""
    agent_id = args["agentId"]
    by_oneself = actor.kind == "person" and actor.id == agent_id
    return agent_id not in (User.QUEUE_ID, args.get("oldAgentId", User.QUEUE_ID)) and not by_oneself


def _wrote(args: dict[str, Any], _actor: Actor) -> bool:
    """A customer wrote into a ticket that an agent has."""
    return args["direction"] == "in" and not args["isFirst"] and args["agentId"] != User.QUEUE_ID


@subscribe(CREATED, "tickets.notify_created", when=_given)
def created(fact: OutboxRow) -> None:
    """A ticket that was opened for an agent."""
    notices.tell(fact, fact.args["agentId"], Notification.Kind.ASSIGNED)


@subscribe(TRANSFERRED, "tickets.notify_assigned", when=_given)
def transferred(fact: OutboxRow) -> None:
    """A ticket that was given to an agent."""
    notices.tell(fact, fact.args["agentId"], Notification.Kind.ASSIGNED)


@subscribe(MESSAGE, "tickets.notify_replied", when=_wrote)
def replied(fact: OutboxRow) -> None:
    """A customer wrote into a ticket that an agent has."""
    notices.tell(fact, fact.args["agentId"], Notification.Kind.CUSTOMER_REPLIED)


def _has_agent(args: dict[str, Any], _actor: Actor) -> bool:
    return bool(args["agentId"] != User.QUEUE_ID)


@subscribe(FOLLOWED_UP, "tickets.notify_followed_up", when=_has_agent)
def followed_up(fact: OutboxRow) -> None:
    """A ticket has come back to an agent."""
    notices.tell(fact, fact.args["agentId"], Notification.Kind.FOLLOW_UP)
