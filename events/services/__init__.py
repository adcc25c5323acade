"""Publishing facts, and the steps of the dispatcher: fan out, claim, end, prune."""

from events.services.dispatching import end_delivery, fan_out, next_delivery, prune_facts, revive
from events.services.publishing import publish

__all__ = ["end_delivery", "fan_out", "next_delivery", "prune_facts", "publish", "revive"]
