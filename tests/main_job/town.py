"""A served desk in its town: the company's and its customers' mailboxes, and the mail server between them."""

import email
import re
import smtplib
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import default as policy

from tests.live.company import Box, Plan, found
from tests.servers import smtp
from tests.servers.desk import Desk
from tests.servers.dovecot import DovecotServer
from tests.servers.smtp import Received
from tests.waiting import until

SECONDS = 40


@dataclass
class Town:
    desk: Desk
    dovecot: DovecotServer
    mx_port: int
    boxes: dict[str, str]  # protocol to the desk's address there

    def customer(self, name: str) -> str:
        """Somebody with a mailbox of their own."""
        return self.dovecot.add_user(f"{name}-{self.desk.port}@customers.example")

    def mails(self, box: str) -> list[EmailMessage]:
        return [email.message_from_bytes(raw, policy=policy) for raw in self.dovecot.messages(box)]

    def mail_with(self, box: str, text: str) -> EmailMessage:
        """The mail in this mailbox whose text contains these words, as soon as it is there."""
        return until(
            lambda: next((mail for mail in self.mails(box) if text in text_of(mail)), None),
            f"a mail with {text!r} for {box}",
            SECONDS,
        )

    def send(self, message: EmailMessage) -> None:
        """By SMTP, as a mail program does."""
        with smtplib.SMTP("127.0.0.1", self.mx_port, timeout=10) as server:
            server.send_message(message)


def text_of(mail: EmailMessage) -> str:
    part = mail.get_body(("plain",))
    return str(part.get_content()) if part is not None else ""


def link_in(mail: EmailMessage) -> str:
    """The signed link that a customer follows."""
    match = re.search(r"http\S+/t/\S+", text_of(mail))
    assert match, text_of(mail)
    return match[0].rstrip(".>)")


def answer_to(mail: EmailMessage, sender: str, to: str, text: str) -> EmailMessage:
    """What a mail program makes of "Reply": the ids, the subject, the quote under the new text."""
    message_id = str(mail["Message-ID"])
    reply = EmailMessage()
    reply["From"], reply["To"] = f"Gwen Guest <{sender}>", to
    reply["Subject"] = f"Re: {mail['Subject']}"
    reply["Message-ID"] = f"<{time.time_ns()}@customers.example>"
    reply["In-Reply-To"] = message_id
    reply["References"] = f"{mail['References'] or ''} {message_id}".strip()
    quote = "\n".join(f"> {line}" for line in text_of(mail).splitlines())
    reply.set_content(f"{text}\n\nOn Tuesday, Northwind wrote:\n{quote}\n")
    return reply


@contextmanager
def town(desk: Desk, dovecot: DovecotServer) -> Iterator[Town]:
    boxes = {
        protocol: dovecot.add_user(f"{protocol}-{desk.port}@northwind.example")
        for protocol in ("imap", "pop3")
    }
    ports = {"imap": dovecot.ports.imaps, "pop3": dovecot.ports.pop3s}

    def carry(one: Received) -> None:
        for address in one.recipients:
            if (dovecot.folder / "users" / address).exists():
                dovecot.deliver(address, one.raw)

    with smtp.running() as server:
        server.deliver = carry
        plan = Plan(
            server.port,
            [Box(boxes[protocol], protocol, dovecot.host, ports[protocol]) for protocol in boxes],
        )
        found(desk, plan)
        with desk.start():
            yield Town(desk, dovecot, server.port, boxes)
