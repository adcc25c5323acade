"""Calls of web hooks: made, kept in a log, sent again on demand."""

import json

from django.utils.translation import gettext as _

from common.actor import Actor
from common.audit import record
from common.clock import database_now
from common.models import OutboxRow
from common.unit import write
from events.errors import ActionError
from events.gateways import hooks as gateway
from events.models import Hook, HookDelivery, Rule
from events.registry import event_type
from events.services.hooks import KIND


def check_enabled(hook: Hook) -> None:
    """Raises ActionError for a hook that is switched off."""
    if not hook.is_enabled:
        raise ActionError(_("The web hook “%(name)s” is switched off.") % {"name": hook.name}, permanent=True)


def body_of(fact: OutboxRow, rule: Rule, key: str) -> str:
    """What a hook is told, as JSON."""
    event = event_type(fact.event_id)
    told = {
        "delivery": key,
        "event": {"id": event.id, "name": event.name, "at": fact.created_at.isoformat()},
        "fact": fact.pk,
        "args": fact.args,
        "rule": {"id": rule.pk, "name": rule.name},
    }
    return json.dumps(told, ensure_ascii=False, separators=(",", ":"))


def call_hook(hook: Hook, *, fact: OutboxRow, rule: Rule, key: str) -> HookDelivery:
    """Calls and notes what came of it. Never inside a transaction."""
    fresh = HookDelivery(
        hook=hook,
        key=key[:64],
        rule_id=rule.pk,
        rule_name=rule.name,
        event_id=fact.event_id,
        fact_id=fact.pk,
        body=body_of(fact, rule, key[:64]),
    )
    return _called(fresh)


def replay(call_id: int, *, actor: Actor) -> HookDelivery:
    """Sends a call again, to the letter, with a new time and signature. Never inside a transaction.

    Raises ActionError for a hook that is switched off.
    """
    old = HookDelivery.objects.select_related("hook").get(pk=call_id)
    check_enabled(old.hook)
    fresh = HookDelivery(
        hook=old.hook,
        key=old.key,
        rule_id=old.rule_id,
        rule_name=old.rule_name,
        event_id=old.event_id,
        fact_id=old.fact_id,
        body=old.body,
        is_replay=True,
    )
    done = _called(fresh)
    _note_replay(done, actor)
    return done


@write
def _note_replay(done: HookDelivery, actor: Actor) -> None:
    record(KIND, done.hook.pk, "hook.replayed", actor, {"name": done.hook.name, "call": done.pk})


def _called(fresh: HookDelivery) -> HookDelivery:
    hook, fresh.at = fresh.hook, database_now()
    answer = gateway.call(
        hook.url,
        hook.secret,
        fresh.body.encode(),
        key=fresh.key,
        event_id=fresh.event_id,
        headers=hook.headers,
        at=int(fresh.at.timestamp()),
    )
    fresh.code, fresh.ms, fresh.answer = answer.code, answer.ms, answer.body
    fresh.error = answer.error or ("" if answer.is_good else _("Answered %(code)d") % {"code": answer.code})
    return _stored(fresh)


@write
def _stored(fresh: HookDelivery) -> HookDelivery:
    fresh.save(force_insert=True)
    return fresh
