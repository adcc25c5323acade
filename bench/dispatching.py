"""Runs inside the product: facts meet rules. `python -m bench.dispatching FACTS RULES` prints figures.

Each fact meets all rules of its event; one in fifty matches it, with conditions of several kinds of value.
"""

import json
import resource
import sys
import time
from typing import Any

import django

django.setup()

from common.actor import SYSTEM  # noqa: E402 - Django is ready only from here on
from common.audit import record  # noqa: E402
from common.models import OutboxRow  # noqa: E402
from common.unit import run  # noqa: E402
from events.drafts import RuleDraft  # noqa: E402
from events.jobs.dispatching import AT_A_TIME  # noqa: E402
from events.models import Delivery  # noqa: E402
from events.registry import ActionRun, ActionType, event_type, register_action, types  # noqa: E402
from events.services import claim_deliveries, create_rule, fan_out, perform  # noqa: E402

EVENT, SHARE = 502000, 50
SUBJECTS = ("The printer burns", "No invoice came", "Cannot sign in", "Parcel is lost", "How do I cancel")


def note(act: ActionRun) -> None:
    """What every action that changes a ticket does at least: a line in its history."""
    record("ticket", act.fact.item_id, "bench.noted", act.actor, {})


def args(number: int) -> dict[str, Any]:
    values: dict[str, Any] = {
        key.name: number if key.kind in {"id", "number"} else key.kind for key in event_type(EVENT).keys
    }
    return values | {
        "ticketId": number,
        "subject": f"{SUBJECTS[number % len(SUBJECTS)]} {number}",
        "groupId": number % SHARE,
        "priority": "High",
        "dateOpenedUtc": "2026-03-01T10:00:00+00:00",
        "isPinned": False,
    }


def rule(number: int) -> RuleDraft:
    conditions = {
        "all": [
            {"key": "groupId", "op": "is", "value": number % SHARE},
            {"key": "isPinned", "op": "is", "value": False},
            {"key": "dateOpenedUtc", "op": "gt", "value": "2026-01-01"},
            {"any": [{"key": "subject", "op": "matches", "value": word} for word in ("print.*", "o", "a")]},
        ]
    }
    act = {"id": "a1", "type": "bench", "params": {}}
    return RuleDraft(name=f"Rule {number}", event_id=EVENT, conditions=conditions, actions=[act])


def prepare(facts: int, rules: int) -> None:
    types._subscribers.clear()
    register_action(ActionType("bench", "Bench", "dot", (), note))
    for number in range(rules):
        create_rule(rule(number), actor=SYSTEM)
    rows = [
        OutboxRow(event_id=EVENT, item_kind="ticket", item_id=number, args=args(number), **SYSTEM.columns)
        for number in range(facts)
    ]
    run(lambda: OutboxRow.objects.bulk_create(rows, batch_size=500))


def megabytes() -> float:
    return round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, 1)


def main() -> None:
    facts, rules = int(sys.argv[1]), int(sys.argv[2])
    prepare(facts, rules)
    before, started, worked = megabytes(), time.perf_counter(), time.process_time()
    while fan_out():
        pass
    fanned = time.perf_counter() - started
    acted = 0
    while claimed := claim_deliveries(AT_A_TIME):
        for delivery in claimed:
            perform(delivery)
        acted += len(claimed)
    whole = time.perf_counter() - started
    left = Delivery.objects.exclude(state=Delivery.State.DONE).count()
    print(
        json.dumps(
            {
                "facts": facts,
                "rules": rules,
                "facts_a_second": round(facts / fanned),
                "judgements_a_second": round(facts * rules / fanned),
                "actions": acted,
                "actions_a_second": round(acted / (whole - fanned)),
                "seconds": round(whole, 1),
                "cpu_seconds": round(time.process_time() - worked, 1),
                "not_done": left,
                "mb_before": before,
                "mb_most": megabytes(),
            }
        )
    )


if __name__ == "__main__":
    main()
