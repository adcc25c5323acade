"""What waits in the dispatcher; rules and what they did; hooks and their calls."""

from events.selectors.rules import rule_for, rule_names, rules_of, runs_of
from events.selectors.waiting import (
    dead_deliveries,
    delivery_counts,
    due_deliveries,
    due_targets,
    facts_to_prune,
    pending_facts,
)

__all__ = [
    "dead_deliveries",
    "delivery_counts",
    "due_deliveries",
    "due_targets",
    "facts_to_prune",
    "pending_facts",
    "rule_for",
    "rule_names",
    "rules_of",
    "runs_of",
]
