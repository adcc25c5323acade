"""`manage.py serve`: web, workers, clock and heartbeat of one node, stopped cleanly by SIGTERM."""

import os
import sys
from functools import partial
from typing import IO, Any, NoReturn

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connections

from accounts.selectors.first import is_first_sign_in_open
from clustering.gateways import sessions
from helpdesk.serve import first, lock, start
from helpdesk.serve.supervisor import Child, Supervisor
from helpdesk.serve.web import Web
from helpdesk.serve.workers import beat, heartbeat, membership, work

DEMO_PEOPLE = "admin, ann (agent), max (manager), otto (agent elsewhere), cleo (customer)"


class Command(BaseCommand):
    help = "Runs the desk: pages, streams, mail, background threads and heartbeat of one node."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--host", default=settings.HOST, help="address to listen on (HOST)")
        parser.add_argument("--port", type=int, default=settings.PORT, help="port to listen on (PORT)")
        parser.add_argument(
            "--role", choices=["node", "web"], default="node", help="web: pages and streams only"
        )
        parser.add_argument("--join", metavar="NODE", help="with --role web: the node whose status it shares")

    def handle(self, *args: Any, **options: Any) -> None:
        is_web = options["role"] == "web"
        if is_web != bool(options["join"]):
            raise CommandError("--role web and --join NODE go together.")
        if is_web:
            settings.NODE_NAME, settings.IS_WEB_MEMBER = options["join"], True
        try:
            held = lock.hold(settings.VAR_DIR)
            if not is_web and first.is_first():
                self.show_wizard(options["host"], options["port"], held)
            start.check_database(self.say)
            if is_web:
                start.check_node(options["join"])
        except (lock.AlreadyRunningError, start.NotReadyError) as error:
            raise CommandError(str(error)) from error
        start.prepare_folders()
        if not settings.DEBUG:
            start.collect_static(self.say)
        application = start.load_product()
        self.announce(options["host"], options["port"])
        connections.close_all()
        sessions.mark(settings.NODE_NAME)
        web = Child("web", Web(application, options["host"], options["port"]).run)
        address = f"http://{options['host']}:{options['port']}"
        member = Child("member", partial(membership, address))
        children = [web, member] if is_web else self.node(web, options["host"], options["port"])
        Supervisor(children, in_child=held.close).run()
        held.close()

    def show_wizard(self, host: str, port: int, held: IO[str]) -> NoReturn:
        """Becomes the Database Connection Wizard, which becomes this again."""
        if not settings.DEBUG:
            start.collect_static(self.say)
        first.show_wizard(host, port, held)

    def say(self, text: str) -> None:
        """On the terminal at once, also into a pipe."""
        self.stdout.write(text)
        self.stdout.flush()

    def node(self, web: Child, host: str, port: int) -> list[Child]:
        """The processes of a whole node; the heartbeat first, so that a new desk has its active node."""
        return [
            Child("heartbeat", partial(heartbeat, f"http://{host}:{port}")),
            web,
            Child("work", partial(work, "work", settings.WORK_THREADS)),
            Child("mail", partial(work, "mail", settings.MAIL_THREADS)),
            Child("beat", beat),
        ]

    def announce(self, host: str, port: int) -> None:
        """Where to go, and who can sign in."""
        for address in start.addresses(host, port):
            self.say(address)
        if settings.DEMO:
            self.say(f"Sign in as {DEMO_PEOPLE}; the password is demo- and the name.")
        elif is_first_sign_in_open():
            self.say(
                "Nobody is known here yet: sign in as admin with the password admin, in a browser on this "
                "machine, or make an administrator by manage.py createadmin."
            )
        if sys.stdout.isatty():
            self.say(f"Node {settings.NODE_NAME}, process {os.getpid()}. Ctrl+C stops it.")
