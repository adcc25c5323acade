"""What scenarios are made of: requests of people, mail through real servers, and time that passes."""

import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from email.message import EmailMessage
from typing import Any

from django.test import Client

from accounts.models import User
from common import clock
from events.models import Rule
from mail import services as mail
from mail.models import MailAccount, SmtpAccount
from tests.servers.dovecot import DovecotServer
from tests.servers.smtp import SmtpServer
from tests.tickets.conftest import Cast
from tickets import jobs
from tickets.models import Ticket

BOX = "help@northwind.example"


@dataclass
class World:
    """The cast, and the means by which anything happens here."""

    cast: Cast
    fixture: Callable[[str], Any]

    def browser(self, user: User) -> Client:
        client = Client()
        client.force_login(user, backend="accounts.backends.PasswordBackend")
        return client

    def ask(self, user: User, path: str, **data: object) -> None:
        """A request of a person that is done."""
        answer = self.browser(user).post(path, data)
        assert answer.status_code in (200, 204, 302), (path, answer.status_code, answer.content[:2000])

    def act(self, ticket: Ticket, verb: str, **data: object) -> None:
        self.ask(self.cast.ada, f"/agent/tickets/{ticket.number}/do/{verb}", **data)

    def ticket(self, **more: object) -> Ticket:
        """One that an agent opens for Cleo in the workspace."""
        given = {
            "key": uuid.uuid4().hex,
            "customer": str(self.cast.cleo.pk),
            "group": str(self.cast.front.pk),
            "subject": "Mail bounces",
            "body": "<div>Every second one.</div>",
            "body_format": "html",
            "way": "note",
            "priority": "2",
            "status": "1",
        }
        self.ask(self.cast.ann, "/agent/new", **{**given, **more})
        return Ticket.objects.order_by("-pk")[0]

    def write(self, ticket: Ticket, **data: object) -> None:
        given = {"body": "<div>Hello</div>", "body_format": "html", "cc": "", "to": "", "status": ""}
        self.ask(self.cast.ann, f"/agent/tickets/{ticket.number}/write", **{**given, **data})

    @contextmanager
    def later(self, **by: float) -> Iterator[None]:
        """So much time has passed, and the background threads have looked."""
        with clock.ahead(timedelta(**by)):
            self.look()
            yield

    def look(self) -> None:
        for run in (jobs.carry_out_follow_ups, jobs.find_idle, jobs.compare_counts):
            run()

    def rule(self, event_id: int, **watch: object) -> Rule:
        """A rule that waits for a threshold."""
        return Rule.objects.create(name="Watch", event_id=event_id, watch=watch, conditions={}, actions=[])

    @property
    def imap(self) -> DovecotServer:
        server: DovecotServer = self.fixture("dovecot_server")
        return server

    @property
    def smtp(self) -> SmtpServer:
        server: SmtpServer = self.fixture("smtp_server")
        return server

    def mailbox(self, **fields: object) -> MailAccount:
        """An empty mailbox of Support."""
        self.imap.add_user(BOX)
        given: dict[str, Any] = {
            "department": self.cast.support,
            "address": BOX,
            "protocol": "imap",
            "host": self.imap.host,
            "port": self.imap.ports.imaps,
            "security": "tls",
            "verify_certificate": False,
            "username": BOX,
            "password": "secret",
            "timeout": 5,
        }
        return MailAccount.objects.create(**(given | fields))

    def outbox(self, **fields: object) -> SmtpAccount:
        given: dict[str, Any] = {
            "brand": self.cast.brand,
            "host": self.smtp.host,
            "port": self.smtp.port,
            "security": "none",
            "timeout": 5,
            "from_address": "desk@northwind.example",
        }
        return SmtpAccount.objects.create(**(given | fields))

    def receive(self, account: MailAccount, letter: EmailMessage | None = None) -> None:
        """Cleo writes, and the mailbox is looked into."""
        if letter is not None:
            self.imap.deliver(BOX, letter)
        mail.poll_account(account.pk)

    def letter(self) -> EmailMessage:
        message = EmailMessage()
        message["From"] = f"Cleo Example <{self.cast.cleo.email}>"
        message["To"] = BOX
        message["Subject"] = "Printer on fire"
        message["Message-ID"] = f"<{uuid.uuid4().hex}@customers.example>"
        message["Date"] = "Tue, 24 Nov 2026 10:00:00 +0100"
        message.set_content("Please help.")
        return message
