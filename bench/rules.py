"""How fast rules are dispatched, and with how much memory: 10,000 facts, 50 rules, one process."""

import json
import os
import subprocess
import sys
from typing import Any

from tests.servers.desk import ROOT, Desk

FACTS = int(os.environ.get("BENCH_FACTS", "10000"))
RULES = int(os.environ.get("BENCH_RULES", "50"))


def measure(desk: Desk) -> dict[str, Any]:
    """On a desk of its own that is migrated and not served."""
    done = subprocess.run(
        [sys.executable, "-m", "bench.dispatching", str(FACTS), str(RULES)],
        check=True,
        cwd=ROOT,
        env={**desk.env, "DJANGO_SETTINGS_MODULE": "helpdesk.settings"},
        stdout=subprocess.PIPE,
    )
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def show(found: dict[str, Any]) -> None:
    print(
        f"Rules: {found['facts']} facts met {found['rules']} rules at {found['facts_a_second']} facts"
        f" a second ({found['judgements_a_second']} judgements); {found['actions']} actions at"
        f" {found['actions_a_second']} a second; {found['seconds']} s in all, of them"
        f" {found['cpu_seconds']} s of this process's processor; {found['not_done']} not done;"
        f" memory {found['mb_before']} MB before, {found['mb_most']} MB at most"
    )
