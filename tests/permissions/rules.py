"""Rules, their failed actions and a web hook, for the routes of the table."""

from dataclasses import dataclass

from django.utils import timezone

from accounts.models import User
from common.models import OutboxRow
from events import services
from events.drafts import RuleDraft
from events.models import Delivery, Hook, HookDelivery, Rule


@dataclass
class Rules:
    """The hook is off: nothing is called."""

    system: Rule
    ann: Rule
    otto: Rule
    dead: tuple[Delivery, Delivery, Delivery]  # of Ann's rule, of Otto's, of everybody's
    hook: Hook
    call: HookDelivery


def _rule(owner: User | None, by: User) -> Rule:
    action = {
        "id": "a1",
        "type": "send_mail",
        "params": {"subject": "ZEBRA", "body": "ZEBRA", "address": "a@b.example"},
    }
    draft = RuleDraft(
        name="ZEBRA",
        event_id=502000,
        level="agent" if owner else "system",
        owner_id=owner.pk if owner else None,
        actions=[action],
    )
    return services.create_rule(draft, actor=by.actor)


def _dead(rule: Rule) -> Delivery:
    fact = OutboxRow.objects.order_by("id").first()
    assert fact
    return Delivery.objects.create(
        fact=fact,
        handler=f"rule:{rule.pk}:a1",
        lane=f"rule:{rule.pk}",
        item_kind=fact.item_kind,
        item_id=fact.item_id,
        state=Delivery.State.DEAD,
        next_at=timezone.now(),
    )


def rules(people: dict[str, User]) -> Rules:
    """One of everybody's, one of Ann's, one of Otto's."""
    admin = people["admin"]
    made = [_rule(None, admin), _rule(people["ann"], people["ann"]), _rule(people["otto"], people["otto"])]
    hook = Hook.objects.create(name="ZEBRA", url="https://hook.example/", secret="s", is_enabled=False)
    call = HookDelivery.objects.create(
        hook=hook, key="1", event_id=502000, fact_id=1, body="{}", at=timezone.now()
    )
    system, ann, otto = made
    return Rules(system, ann, otto, (_dead(ann), _dead(otto), _dead(system)), hook, call)
