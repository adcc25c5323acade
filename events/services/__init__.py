"""Publishing facts; the steps of the dispatcher: fan out, claim, end, prune; writing rules."""

from events.services.dispatching import end_delivery, fan_out, next_delivery, prune_facts, revive
from events.services.publishing import publish
from events.services.rules import change_rule, create_rule, delete_rule, enable_rule, move_rule

__all__ = [
    "change_rule",
    "create_rule",
    "delete_rule",
    "enable_rule",
    "end_delivery",
    "fan_out",
    "move_rule",
    "next_delivery",
    "prune_facts",
    "publish",
    "revive",
]
