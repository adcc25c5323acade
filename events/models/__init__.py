from events.models.delivery import Delivery
from events.models.hook import Hook, HookDelivery
from events.models.rule import Rule, RuleMark, RuleRun

__all__ = ["Delivery", "Hook", "HookDelivery", "Rule", "RuleMark", "RuleRun"]
