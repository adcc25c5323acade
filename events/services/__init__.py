"""Publishing facts; the steps of the dispatcher: fan out, claim, end, prune; writing rules."""

from events.services.acting import give_up, is_rules, perform
from events.services.calling import call_hook, check_enabled, replay
from events.services.dispatching import (
    claim_deliveries,
    end_delivery,
    fan_out,
    next_delivery,
    prune_facts,
    prune_logs,
    revive,
)
from events.services.hooks import change_hook, create_hook, delete_hook, new_secret
from events.services.publishing import publish
from events.services.rules import change_rule, create_rule, delete_rule, enable_rule, move_rule

__all__ = [
    "call_hook",
    "change_hook",
    "change_rule",
    "check_enabled",
    "claim_deliveries",
    "create_hook",
    "create_rule",
    "delete_hook",
    "delete_rule",
    "enable_rule",
    "end_delivery",
    "fan_out",
    "give_up",
    "is_rules",
    "move_rule",
    "new_secret",
    "next_delivery",
    "perform",
    "prune_facts",
    "prune_logs",
    "publish",
    "replay",
    "revive",
]
