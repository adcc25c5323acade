"""Processes that dispatch rules are killed in the middle of it, again and again; then the books are read.

`python -m tests.crash.nest FACTS KILLS` works on the database of the environment and prints what it found.
The processes are forked from one that has everything loaded, so that a kill costs milliseconds.
"""

import json
import os
import random
import signal
import sys
import time
from typing import Any

import django

django.setup()

from django.conf import settings  # noqa: E402 - Django is ready only from here on
from django.db import connections  # noqa: E402

from common.audit import record  # noqa: E402
from common.models import AuditEntry  # noqa: E402
from events.jobs import dispatch  # noqa: E402
from events.models import Delivery, RuleRun  # noqa: E402
from events.registry import ActionRun, ActionType, register_action, types  # noqa: E402
from events.selectors import pending_facts  # noqa: E402
from events.services import dispatching  # noqa: E402
from mail.models import OutboundMail  # noqa: E402
from tests.events.rules import action, fact, rule  # noqa: E402

ITEMS, PROCESSES = 8, 3


def touch(run: ActionRun) -> None:
    """A change of an item, long enough to be killed in."""
    entry = record("ticket", run.fact.item_id, "test.touched", run.actor, {"fact": run.fact.pk})
    time.sleep(0.004)
    entry.data["delivery"] = run.delivery_id


def prepare(facts: int) -> None:
    rule(name="Two steps and a mail", actions=[action("touch", "a"), _mail(), action("touch", "c")])
    rule(name="Once an item", once_per_item=True, actions=[action("touch", "once")])
    for number in range(facts):
        fact(number % ITEMS)


def _mail() -> dict[str, Any]:
    return action("send_mail", "b", to=["customer"], subject="#TICKETID#", body="x")


def work() -> None:
    """A process that dispatches until it is killed, or until nothing is left to do."""
    while Delivery.objects.exclude(state=Delivery.State.DONE).exists() or pending_facts().exists():
        dispatch()
        time.sleep(0.01)


def hatch() -> int:
    connections.close_all()
    pid = os.fork()
    if pid == 0:
        try:
            work()
            os._exit(0)
        finally:
            os._exit(1)
    return pid


def play(kills: int) -> int:
    """Returns how many were killed while they worked."""
    dice, struck = random.Random(7), 0
    running = [hatch() for _ in range(PROCESSES)]
    for _ in range(kills):
        time.sleep(dice.uniform(0.02, 0.25))
        place = dice.randrange(PROCESSES)
        done, _status = os.waitpid(running[place], os.WNOHANG)
        if not done:
            os.kill(running[place], signal.SIGKILL)
            os.waitpid(running[place], 0)
            struck += 1
        running[place] = hatch()
    for pid in running:
        os.waitpid(pid, 0)
    return struck


def books(struck: int) -> dict[str, Any]:
    touched = list(AuditEntry.objects.filter(action="test.touched").order_by("id"))
    handlers = dict(Delivery.objects.values_list("pk", "handler"))
    order: dict[tuple[int, str], list[int]] = {}
    for entry in touched:
        lane = handlers[entry.data["delivery"]]
        order.setdefault((entry.item_id, lane), []).append(entry.data["fact"])
    return {
        "struck": struck,
        "touched": len(touched),
        "different": len({entry.data["delivery"] for entry in touched}),
        "mails": OutboundMail.objects.count(),
        "deliveries": len(handlers),
        "undone": Delivery.objects.exclude(state=Delivery.State.DONE).count(),
        "retried": Delivery.objects.filter(attempts__gt=1).count(),
        "runs": RuleRun.objects.filter(outcome="done").count(),
        "in_order": all(facts == sorted(facts) for facts in order.values()),
    }


def main() -> None:
    facts, kills = int(sys.argv[1]), int(sys.argv[2])
    settings.OUTGOING_PRIVATE = False
    types._subscribers.clear()
    register_action(ActionType("touch", "Touch", "dot", (), touch))
    dispatching.CLAIM_SECONDS = 1  # what a killed process had in hand is taken over soon
    prepare(facts)
    print(json.dumps(books(play(kills))))  # noqa: T201 - its answer


if __name__ == "__main__":
    main()
