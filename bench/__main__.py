"""`make bench`: seeds a desk, serves it as installed, and measures it on PostgreSQL and on SQLite.

BENCH_TICKETS (100000), BENCH_SECONDS (10 a scenario), BENCH_DATABASES (postgres,sqlite), BENCH_MAILS (400).
`make bench ARGS=sql` only counts SQL statements, at 1,000 and at BENCH_TICKETS tickets; `ARGS=rules` only
dispatches BENCH_FACTS (10000) facts with BENCH_RULES (50) rules.
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

from bench import importing, memory, rules
from bench.measure import Figures, measure
from bench.scenarios import Visit
from bench.statements import statements
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


def fill(desk: Desk, tickets: int) -> dict[str, Any]:
    """Migrates and seeds; the seeder makes the demo company's people, who sign in."""
    desk.manage("migrate", "--verbosity=0")
    started = time.perf_counter()
    subprocess.run(
        [sys.executable, "manage.py", "seed", "--tickets", str(tickets), "--seed", "1"],
        check=True,
        cwd=ROOT,
        env=desk.env,
    )
    seconds = time.perf_counter() - started
    return {"tickets": tickets, "seconds": round(seconds, 1), "rate": round(tickets / seconds)}


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


@contextmanager
def served(kind: str, tickets: int) -> Iterator[tuple[Desk, dict[str, Any]]]:
    """A seeded desk, as `manage.py serve` runs it."""
    with tempfile.TemporaryDirectory(prefix="helpdesk-bench-") as folder, database(kind, Path(folder)) as url:
        desk = Desk(url, Path(folder, "var"), settings=SETTINGS)
        desk.var_dir.mkdir()
        seeded = fill(desk, tickets)
        with desk.start(seconds=180):
            yield desk, seeded


def only_rules(kind: str) -> dict[str, Any]:
    """On a database of its own, without a desk that is served."""
    with tempfile.TemporaryDirectory(prefix="helpdesk-bench-") as folder, database(kind, Path(folder)) as url:
        desk = Desk(url, Path(folder, "var"), settings=SETTINGS)
        desk.var_dir.mkdir()
        desk.manage("migrate", "--verbosity=0")
        found = rules.measure(desk)
    print(f"\n{kind}")
    rules.show(found)
    return {"database": kind, "rules": found}


def one_database(kind: str) -> dict[str, Any]:
    with served(kind, TICKETS) as (desk, seeded):
        assert desk.process
        result: dict[str, Any] = {"database": kind, "seed": seeded}
        result["sql"] = asyncio.run(statements(desk.port))
        figures = [row for c in (1, 8) for row in asyncio.run(over_http(desk.port, c))]
        figures += [importing.measure(desk, processes=c, count=MAILS, seed=c) for c in (1, 8)]
        result["figures"] = [row.row() for row in figures]
        result["memory"] = memory.pss_megabytes(desk.process.pid)
    return result


def only_statements(kind: str) -> dict[str, Any]:
    """At both sizes: the number must not depend on it."""
    found: dict[str, Any] = {"database": kind, "sizes": {}}
    for tickets in dict.fromkeys((1000, TICKETS)):
        with served(kind, tickets) as (desk, _seeded):
            found["sizes"][tickets] = asyncio.run(statements(desk.port))
        print(f"\n{kind}, {tickets} tickets")
        show_statements(found["sizes"][tickets])
    return found


def show_statements(counts: dict[str, dict[str, Any]]) -> None:
    for name, pages in counts.items():
        parts = ", ".join(f"{what.partition('?')[0]} {count}" for what, count in pages["parts"])
        sums = ", ".join(f"{page} {pages[page]}" for page in ("list", "ticket", "ping"))
        print(f"SQL statements, {name}: {sums} ({parts})")


def show(result: dict[str, Any]) -> None:
    seed = result["seed"]
    print(
        f"\n{result['database']}: {seed['tickets']} tickets seeded in {seed['seconds']} s, {seed['rate']}/s"
    )
    heads = ("conc.", "number", "a second", "p50 ms", "p95 ms", "p99 ms", "wrong %")
    print(f"{'':12}" + "".join(f"{head:>10}" for head in heads))
    for row in result["figures"]:
        print(f"{row['scenario']:12}" + "".join(f"{value:10}" for value in list(row.values())[1:]))
    show_statements(result["sql"])
    print("Memory (PSS, MB): " + ", ".join(f"{name} {size}" for name, size in result["memory"].items()))


def main() -> None:
    results = []
    for kind in DATABASES:
        if "sql" in sys.argv[1:]:
            results.append(only_statements(kind))
        elif "rules" in sys.argv[1:]:
            results.append(only_rules(kind))
        else:
            results.append(one_database(kind))
            show(results[-1])
            results.append(only_rules(kind))
    folder = ROOT / "var" / "bench"
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{time.strftime('%Y%m%d-%H%M%S')}.json"
    path.write_text(json.dumps(results, indent=1))
    print(f"\nWritten to {path.relative_to(ROOT)}")


main()
