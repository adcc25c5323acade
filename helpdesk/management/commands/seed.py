"""Fills a desk with tickets like those of years of work, to measure and to try out at size."""

import os
import time
from datetime import UTC, datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import connection
from tqdm import tqdm

from helpdesk.seeding.run import Plan, last_hour, seed


class Command(BaseCommand):
    help = "Adds tickets with all that belongs to them; stop the node first. A seed makes the same again."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--tickets", type=int, default=1000)
        parser.add_argument("--seed", type=int, default=1)
        parser.add_argument("--customers", type=int, help="by default a fifth of the tickets")
        parser.add_argument("--agents", type=int, default=50)
        parser.add_argument("--days", type=int, default=365, help="over how many days the tickets came in")
        parser.add_argument(
            "--until", help="the newest moment, like 2026-06-01T12:00; by default the last full hour"
        )
        parser.add_argument("--jobs", type=int, help="processes; by default one a processor, on SQLite one")

    def handle(self, *args: Any, **options: Any) -> None:
        tickets = options["tickets"]
        customers = options["customers"]
        plan = Plan(
            tickets=tickets,
            seed=options["seed"],
            until=_moment(options["until"]),
            days=options["days"],
            customers=max(20, tickets // 5) if customers is None else customers,
            agents=options["agents"],
        )
        started = time.monotonic()
        with tqdm(total=tickets, unit=" tickets", disable=None) as bar:
            seed(plan, jobs=options["jobs"] or _jobs(), progress=bar.update)
        seconds = time.monotonic() - started
        self.stdout.write(
            f"{tickets} tickets in {seconds:.1f} s, {tickets / seconds:.0f} a second, all included."
        )


def _jobs() -> int:
    return 1 if connection.vendor == "sqlite" else os.cpu_count() or 1


def _moment(text: str | None) -> datetime:
    if not text:
        return last_hour()
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
