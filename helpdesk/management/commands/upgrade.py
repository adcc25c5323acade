"""`manage.py upgrade`: the database gets the tables of this version, once, however many servers start it."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from helpdesk import upgrade
from helpdesk.upgrade.perform import wait_for_database


class Command(BaseCommand):
    help = "Upgrades the database to this version. Safe to start on all servers at once, and to start again."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true", help="only say what would be done")
        parser.add_argument(
            "--despite-old-servers",
            action="store_true",
            help="also while servers are running whose version cannot work with the new database",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        self.verbosity: int = options["verbosity"]
        try:
            if options["check"]:
                self.check_only()
                return
            done = upgrade.run(self.say, self.progress, despite_old_nodes=options["despite_old_servers"])
        except upgrade.UpgradeError as error:
            raise CommandError(str(error)) from error
        if done.applied:
            self.say(f"The database is that of version {settings.VERSION} now.")
        elif done.is_newer:
            self.say(f"A newer version has upgraded the database; {settings.VERSION} works with it as well.")
        else:
            self.say(f"The database is that of version {settings.VERSION}; nothing to do.")

    def check_only(self) -> None:
        state = wait_for_database(self.say)
        state.require_usable()
        for name in state.missing:
            self.say(f"would apply {name}")
        if not state.missing:
            self.say(f"Nothing to do: the database has all of version {settings.VERSION}.")

    def say(self, text: str) -> None:
        """On the terminal at once, also into a pipe."""
        if self.verbosity:
            self.stdout.write(text)
            self.stdout.flush()

    def progress(self, done: int, total: int, name: str) -> None:
        if name:
            self.say(f"{done + 1:>3} of {total}  {name}")
