"""Tells agents what concerns them: in the page, and by mail where they want it."""

from accounts.models import User
from common.models import OutboxRow
from events.registry import subscribe
from tickets.models import Notification
from tickets.services import notices

CREATED, TRANSFERRED, MESSAGE, FOLLOWED_UP = 502000, 502001, 502006, 502013


@subscribe(CREATED, "tickets.notify_created")
def created(fact: OutboxRow) -> None:
    """A ticket that was opened for an agent."""
    _assigned(fact, before=User.QUEUE_ID)


@subscribe(TRANSFERRED, "tickets.notify_assigned")
def transferred(fact: OutboxRow) -> None:
    """A ticket that was given to an agent."""
    _assigned(fact, before=fact.args["oldAgentId"])


def _assigned(fact: OutboxRow, *, before: int) -> None:
    agent_id = fact.args["agentId"]
    by_oneself = fact.actor_kind == "person" and fact.actor_id == agent_id
    if agent_id not in (User.QUEUE_ID, before) and not by_oneself:
        notices.tell(fact, agent_id, Notification.Kind.ASSIGNED)


@subscribe(MESSAGE, "tickets.notify_replied")
def replied(fact: OutboxRow) -> None:
    """A customer wrote into a ticket that an agent has."""
    agent_id = fact.args["agentId"]
    if fact.args["direction"] == "in" and not fact.args["isFirst"] and agent_id != User.QUEUE_ID:
        notices.tell(fact, agent_id, Notification.Kind.CUSTOMER_REPLIED)


@subscribe(FOLLOWED_UP, "tickets.notify_followed_up")
def followed_up(fact: OutboxRow) -> None:
    """A ticket has come back to an agent."""
    agent_id = fact.args["agentId"]
    if agent_id != User.QUEUE_ID:
        notices.tell(fact, agent_id, Notification.Kind.FOLLOW_UP)
