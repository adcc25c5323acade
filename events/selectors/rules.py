"""Rules, and what they did. An agent's own rules are seen by that agent alone."""

from django.db.models import QuerySet
from django.http import Http404

from events.models import Rule, RuleRun
from events.registry import RuleScope


def rules_of(scope: RuleScope) -> QuerySet[Rule]:
    """All rules for everybody, or all of one agent, as they stand in their folders."""
    rules = Rule.objects.filter(level=scope.level, owner_id=scope.user_id or None)
    return rules.order_by("folder", "position", "id")


def rule_for(scope: RuleScope, rule_id: int) -> Rule:
    """Raises Http404 for a rule of somebody else."""
    rule = rules_of(scope).filter(pk=rule_id).first()
    if rule is None:
        raise Http404
    return rule


def runs_of(rule: Rule) -> QuerySet[RuleRun]:
    """What a rule did, newest first."""
    return RuleRun.objects.filter(rule=rule).order_by("-id")


def rule_names(rule_ids: list[int]) -> list[str]:
    """The names in the order of the ids; those that are gone are named by number."""
    names = dict(Rule.objects.filter(pk__in=rule_ids).values_list("pk", "name"))
    return [names.get(rule_id, f"#{rule_id}") for rule_id in rule_ids]
