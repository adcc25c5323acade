from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from tickets.services import checks


class Command(BaseCommand):
    help = "Sets the counts of open tickets anew; with --check only says where they differ."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--check", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        wrong = checks.count_differences()
        for (group, agent, status), kept, true in wrong:
            self.stdout.write(f"group {group}, agent {agent}, status {status}: kept {kept}, true {true}")
        if not wrong:
            self.stdout.write("All counts are right.")
        elif options["check"]:
            raise CommandError(f"{len(wrong)} counts differ.")
        else:
            checks.recount()
            self.stdout.write(f"{len(wrong)} counts were set anew.")
