"""Every write to rules: checked, noted in the history, refused when somebody else was faster."""

from dataclasses import fields

from django.db.models import F, Max

from common.actor import Actor
from common.audit import record
from common.unit import write
from events.drafts import RuleDraft, checked, draft_of
from events.errors import RuleChangedError
from events.models import Delivery, Rule
from events.services.matching import lane_of

KIND = "rule"
FIELDS = tuple(field.name for field in fields(RuleDraft))


@write
def create_rule(draft: RuleDraft, *, actor: Actor) -> Rule:
    """Raises InvalidRuleError. The new rule stands last in its folder."""
    draft = checked(draft)
    rule = Rule(**{name: getattr(draft, name) for name in FIELDS})
    rule.position = _next_position(rule)
    rule.save()
    record(KIND, rule.pk, "rule.created", actor, {"name": rule.name})
    return rule


@write
def change_rule(rule_id: int, draft: RuleDraft, *, version: int, actor: Actor) -> Rule:
    """`version` is that of the rule which was read. Raises InvalidRuleError, RuleChangedError.

    Level and owner stay what they are.
    """
    rule = Rule.objects.select_for_update().get(pk=rule_id)
    if rule.version != version:
        raise RuleChangedError(rule.name)
    draft, before = checked(draft), draft_of(rule)
    changed = [name for name in FIELDS if getattr(draft, name) != getattr(before, name)]
    changed = [name for name in changed if name not in {"level", "owner_id"}]
    for name in changed:
        setattr(rule, name, getattr(draft, name))
    if "folder" in changed:
        rule.position = _next_position(rule)
    if changed:
        rule.version += 1
        rule.save()
        record(KIND, rule.pk, "rule.changed", actor, {"name": rule.name, "fields": changed})
    return rule


@write
def enable_rule(rule_id: int, *, is_enabled: bool, actor: Actor) -> Rule:
    """Switches a rule on or off; what it has already been set off for still runs."""
    rule = Rule.objects.select_for_update().get(pk=rule_id)
    if rule.is_enabled != is_enabled:
        rule.is_enabled = is_enabled
        rule.version += 1
        rule.save()
        record(KIND, rule.pk, "rule.enabled" if is_enabled else "rule.disabled", actor, {"name": rule.name})
    return rule


@write
def move_rule(rule_id: int, *, folder: str, position: int, actor: Actor) -> Rule:
    """To the place `position`, from 0, of a folder."""
    rule = Rule.objects.select_for_update().get(pk=rule_id)
    folder = folder.strip()[:80]
    mates = Rule.objects.filter(level=rule.level, owner_id=rule.owner_id, folder=folder).exclude(pk=rule.pk)
    order = list(mates.order_by("position", "id"))
    order.insert(max(0, min(position, len(order))), rule)
    if rule.folder != folder:
        record(KIND, rule.pk, "rule.moved", actor, {"name": rule.name, "folder": folder})
    rule.folder = folder
    for place, mate in enumerate(order):
        mate.position = place
    Rule.objects.bulk_update(order, ["position", "folder"])
    return rule


@write
def delete_rule(rule_id: int, *, actor: Actor) -> None:
    """With its log and its limits. What it was set off for and has not done yet is not done any more."""
    rule = Rule.objects.select_for_update().get(pk=rule_id)
    waiting = Delivery.objects.filter(lane=lane_of(rule.pk)).exclude(state=Delivery.State.DONE)
    waiting.update(state=Delivery.State.DONE, claimed_until=None, last_error="The rule was deleted.")
    record(KIND, rule.pk, "rule.deleted", actor, {"name": rule.name})
    rule.delete()


def _next_position(rule: Rule) -> int:
    mates = Rule.objects.filter(level=rule.level, owner_id=rule.owner_id, folder=rule.folder)
    last: int | None = mates.exclude(pk=rule.pk).aggregate(last=Max(F("position")))["last"]
    return 0 if last is None else last + 1
