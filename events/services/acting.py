"""One action of a rule runs: inside, in one transaction with the note that it is done; outside, before it."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from common.actor import Actor
from common.clock import near_now
from common.unit import write
from events import trail
from events.errors import ActionError
from events.models import Delivery, Rule, RuleRun
from events.registry import ActionRun, ActionType, action_type
from events.services.dispatching import end_delivery

PREFIX = "rule:"


@dataclass(frozen=True, slots=True)
class Job:
    """A delivery with what it is to do."""

    delivery: Delivery
    action_id: str
    type: ActionType
    run: ActionRun


def is_rules(delivery: Delivery) -> bool:
    """Whether a delivery is an action of a rule; all others are subscribers."""
    return delivery.handler.startswith(PREFIX)


def perform(delivery: Delivery) -> None:
    """Runs the action of a claimed delivery. Raises ActionError and whatever the action raises."""
    job = _job(delivery)
    if job.type.outside:
        with trail.led_by(_trail(job)):
            job.type.run(job.run)
        _end(job)
    else:
        _inside(job)


@write
def _inside(job: Job) -> None:
    """The lock on the delivery, the action's change and the note stand or fall together: it happens once."""
    if _is_mine(job.delivery):
        with trail.led_by(_trail(job)):
            job.type.run(job.run)
        _end(job)


def give_up(delivery: Delivery, error: str) -> None:
    """An action failed for good: its rule's log says so."""
    if Rule.objects.filter(pk=_parts(delivery)[0]).exists():
        note(delivery, RuleRun.Outcome.FAILED, error.strip().rpartition("\n")[2])


@write
def _end(job: Job) -> None:
    if _is_mine(job.delivery):
        note(job.delivery, RuleRun.Outcome.DONE)
        end_delivery(job.delivery)


def _is_mine(delivery: Delivery) -> bool:
    """Whether nobody else took the delivery over meanwhile; holds it until the transaction ends."""
    held = Delivery.objects.select_for_update().filter(pk=delivery.pk)
    return held.filter(state=Delivery.State.WAITING, attempts=delivery.attempts).exists()


def _trail(job: Job) -> list[int]:
    return [*job.run.fact.trail, job.run.rule.pk]


def _parts(delivery: Delivery) -> tuple[int, str]:
    _prefix, rule_id, action_id = delivery.handler.split(":", 2)
    return int(rule_id), action_id


def _job(delivery: Delivery) -> Job:
    rule_id, action_id = _parts(delivery)
    rule = Rule.objects.filter(pk=rule_id).first()
    stored = next((one for one in rule.actions if one["id"] == action_id), None) if rule else None
    found = action_type(stored["type"]) if stored else None
    if rule is None or stored is None or found is None:
        raise ActionError(_("The rule does not have this action any more."), permanent=True)
    run = ActionRun(
        rule=rule,
        fact=delivery.fact,
        params=dict(stored.get("params") or {}),
        actor=Actor("rule", rule.pk, rule.name),
        delivery_id=delivery.pk,
        attempt=delivery.attempts,
    )
    return Job(delivery, action_id, found, run)


@write
def note(delivery: Delivery, outcome: RuleRun.Outcome, text: str = "") -> None:
    """Writes how an action ended into its rule's log; a later attempt overwrites an earlier one."""
    rule_id, action_id = _parts(delivery)
    now = near_now()
    there = RuleRun.objects.filter(rule_id=rule_id, fact_id=delivery.fact_id, action=action_id)
    if there.update(outcome=outcome, at=now, text=text[:4000]):
        return
    RuleRun.objects.create(
        rule_id=rule_id,
        fact_id=delivery.fact_id,
        action=action_id,
        item_kind=delivery.item_kind,
        item_id=delivery.item_id,
        outcome=outcome,
        at=now,
        text=text[:4000],
    )
