"""The customer's words: what a status means to the one who waits for an answer."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from common.text import Text
from tickets.models import Message, Status, Ticket


@dataclass(frozen=True, slots=True)
class State:
    """A pill: words, colour, icon."""

    words: Text
    colour: str
    icon: str


_STATES = {
    Status.ACTIVE: State(_("We are working on it"), "blue", "circle-dot"),
    Status.WAITING: State(_("Waiting for you"), "amber", "message-2"),
    Status.CLOSED: State(_("Solved"), "green", "circle-check"),
    Status.LOCKED: State(_("Closed for good"), "", "lock"),
}


def state_of(ticket: Ticket) -> State:
    """Never the agents' own words."""
    return _STATES[Status(ticket.status)]


@dataclass(frozen=True, slots=True)
class Step:
    """A point of "What happens next"; without `at` it is still to come."""

    label: Text
    at: datetime | None = None
    is_now: bool = False
    note: Text = ""


def steps_of(ticket: Ticket, messages: list[Message]) -> list[Step]:
    """Received, first answer, now, solved."""
    answer = next((message for message in messages if message.by_agent and not message.is_automatic), None)
    steps = [Step(_("Received"), ticket.created_at)]
    if answer is not None:
        by = answer.author_name.split()[0] if answer.author_name.strip() else ticket.department.name
        steps.append(Step(_("First answer by %(name)s") % {"name": by}, answer.created_at))
    if not ticket.is_open:
        return [
            *steps,
            Step(_("Solved") if ticket.status == Status.CLOSED else _("Closed"), ticket.closed_at),
        ]
    if ticket.status == Status.WAITING:
        steps.append(Step(_("Your answer"), is_now=True, note=_("we wait for it")))
    elif answer is None:
        steps.append(
            Step(_("%(name)s reads it") % {"name": ticket.department.name}, is_now=True, note=_("next"))
        )
    else:
        steps.append(Step(_("Our next answer"), is_now=True, note=_("next")))
    return [*steps, Step(_("Solved"))]


@dataclass(frozen=True, slots=True)
class Row:
    """A ticket in a list, with the customer's words."""

    ticket: Ticket
    state: State

    @property
    def last(self) -> Text:
        """Who wrote last, beside the time."""
        return _("We answered") if self.ticket.last_by_agent else _("You wrote")


def rows_of(tickets: list[Ticket]) -> list[Row]:
    """For templates."""
    return [Row(ticket, state_of(ticket)) for ticket in tickets]
