"""The events provider: told of an event by a rule."""

from collections.abc import Mapping
from typing import Any

from providers.models import Kind
from providers.services.answer import Answer
from providers.services.calling import call


def notify(event_id: int, args: Mapping[str, Any], *, ticket_number: str = "") -> Answer:
    """Sends the event's number and its arguments, as `args_<key>`."""
    inputs = {"eventType": str(event_id)}
    inputs |= {f"args_{key}": _text(value) for key, value in args.items()}
    return call(Kind.EVENTS, "NotifyEventFired", inputs, ticket_number=ticket_number)


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "True" if value else "False"
    if isinstance(value, list | tuple):
        return ", ".join(_text(one) for one in value)
    return str(value)
