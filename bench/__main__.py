"""`make bench`: seeds a desk, serves it as installed, and measures it on PostgreSQL and on SQLite.

BENCH_TICKETS (100000), BENCH_SECONDS (10 a scenario), BENCH_DATABASES (postgres,sqlite), BENCH_MAILS (400).
"""

import asyncio
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from bench import importing, memory
from bench.measure import Figures, measure
from bench.people import AGENTS, loaded, sign_in
from bench.scenarios import Visit
from tests.servers import postgres
from tests.servers.desk import ROOT, Desk

TICKETS = int(os.environ.get("BENCH_TICKETS", "100000"))
SECONDS = float(os.environ.get("BENCH_SECONDS", "10"))
DATABASES = os.environ.get("BENCH_DATABASES", "postgres,sqlite").split(",")
MAILS = int(os.environ.get("BENCH_MAILS", "400"))
FORMS = int(SECONDS * 60)
LIMIT = 100_000
SETTINGS = {"DEMO": "1", "SUBMIT_LIMIT": "1000000000", "COUNT_SQL": "1", "LOG_LEVEL": "WARNING"}


@contextmanager
def database(kind: str, folder: Path) -> Iterator[str]:
    """An empty database of this kind; PostgreSQL with its own settings, durable."""
    if kind == "sqlite":
        yield f"sqlite:///{folder}/desk.sqlite3"
        return
    with postgres.running(settings=()) as server:
        yield server.create("desk")


def fill(desk: Desk) -> dict[str, Any]:
    """Migrates, makes the demo company's people, seeds and proves that what is derived is right."""
    desk.manage("migrate", "--verbosity=0")
    started = time.perf_counter()
    subprocess.run(
        [sys.executable, "manage.py", "seed", "--tickets", str(TICKETS), "--seed", "1"],
        check=True,
        cwd=ROOT,
        env=desk.env,
    )
    seconds = time.perf_counter() - started
    return {"tickets": TICKETS, "seconds": round(seconds, 1), "rate": round(TICKETS / seconds)}


async def statements(port: int) -> dict[str, dict[str, Any]]:
    """SQL statements of list and ticket, everything that the pages load by themselves included."""
    found: dict[str, dict[str, Any]] = {}
    for name in AGENTS:
        client = await sign_in(port, name)
        await loaded(client, "/agent/tickets")  # what a process asks once is not counted
        status, counts = await loaded(client, "/agent/tickets")
        path = next(iter((await Visit.begin(port)).tickets[AGENTS.index(name)]))
        await loaded(client, path)
        ticket_status, ticket_counts = await loaded(client, path)
        found[name] = {
            "list": sum(count for _what, count in counts),
            "ticket": sum(count for _what, count in ticket_counts),
            "status": [status, ticket_status],
            "parts": counts + ticket_counts,
        }
    return found


async def over_http(port: int, concurrency: int) -> list[Figures]:
    visit = await Visit.begin(port)
    await visit.open_forms(concurrency, max(20, FORMS // concurrency * 3))
    left = sum(map(len, visit.forms.values()))
    runs = (
        ("list", visit.list, LIMIT),
        ("ticket", visit.ticket, LIMIT),
        ("search", visit.search, LIMIT),
        ("submit", visit.submit, left // 2),
    )
    return [
        await measure(name, scenario, concurrency=concurrency, seconds=SECONDS, limit=limit)
        for name, scenario, limit in runs
    ]


def one_database(kind: str) -> dict[str, Any]:
    with tempfile.TemporaryDirectory(prefix="helpdesk-bench-") as folder, database(kind, Path(folder)) as url:
        desk = Desk(url, Path(folder, "var"), settings=SETTINGS)
        desk.var_dir.mkdir()
        result: dict[str, Any] = {"database": kind, "seed": fill(desk)}
        with desk.start(seconds=180):
            assert desk.process
            result["sql"] = asyncio.run(statements(desk.port))
            figures = [row for c in (1, 8) for row in asyncio.run(over_http(desk.port, c))]
            figures += [importing.measure(desk, processes=c, count=MAILS, seed=c) for c in (1, 8)]
            result["figures"] = [row.row() for row in figures]
            result["memory"] = memory.pss_megabytes(desk.process.pid)
    return result


def show(result: dict[str, Any]) -> None:
    seed = result["seed"]
    print(
        f"\n{result['database']}: {seed['tickets']} tickets seeded in {seed['seconds']} s, {seed['rate']}/s"
    )
    print(
        f"{'':12} {'conc.':>5} {'number':>7} {'a second':>9} {'p50 ms':>8} {'p95':>8} {'p99':>8} {'wrong %':>8}"
    )
    for row in result["figures"]:
        print(f"{row['scenario']:12}" + "".join(f"{value:10}" for value in list(row.values())[1:]))
    for name, counts in result["sql"].items():
        print(f"SQL statements, {name}: list {counts['list']}, ticket {counts['ticket']}")
    print("Memory (PSS, MB): " + ", ".join(f"{name} {size}" for name, size in result["memory"].items()))


def main() -> None:
    results = []
    for kind in DATABASES:
        results.append(one_database(kind))
        show(results[-1])
    folder = ROOT / "var" / "bench"
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{time.strftime('%Y%m%d-%H%M%S')}.json"
    path.write_text(json.dumps(results, indent=1))
    print(f"\nWritten to {path.relative_to(ROOT)}")


main()
