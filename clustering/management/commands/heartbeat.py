"""`manage.py heartbeat`: the heartbeat alone, for nodes whose processes another supervisor starts."""

import signal
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from clustering.jobs import Heartbeat


class Command(BaseCommand):
    help = "Says every second that this node lives, and takes over when the active one is silent."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--address", default="", help="where this node is reached")
        parser.add_argument("--once", action="store_true", help="one beat, then end")

    def handle(self, *args: Any, **options: Any) -> None:
        heartbeat = Heartbeat(settings.NODE_NAME, address=options["address"], version=settings.VERSION)
        if options["once"]:
            heartbeat.once()
            heartbeat.checker.once()
            return
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: heartbeat.stop.set())
        heartbeat.run()
