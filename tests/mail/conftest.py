"""A brand with a department, its accounts, and mail handlers that write down what they were given."""

from dataclasses import dataclass, field
from email.message import EmailMessage
from pathlib import Path

import pytest

from mail import registry
from mail.classify import Classification
from mail.models import InboundMail, MailAccount, SmtpAccount
from mail.parsing import ParsedMail
from mail.registry import Delivery, Outcome
from organization.models import Brand, Department
from tests.servers.dovecot import DovecotServer
from tests.servers.smtp import SmtpServer

SAMPLES = Path(__file__).parent / "samples"
BOX = "help@northwind.example"


@dataclass
class Desk:
    """What a higher app would be: it notes each mail, and can be told to fail."""

    mails: list[tuple[ParsedMail, InboundMail, Classification]] = field(default_factory=list)
    deliveries: list[Delivery] = field(default_factory=list)
    error: Exception | None = None
    prepared: list[int] = field(default_factory=list)

    def handle(self, parsed: ParsedMail, mail: InboundMail, classification: Classification) -> Outcome:
        if self.error is not None:
            raise self.error
        self.mails.append((parsed, mail, classification))
        return Outcome("note", mail.pk, "note.made", {"subject": parsed.subject})

    def prepare(self, parsed: ParsedMail, mail: InboundMail, classification: Classification) -> None:
        self.prepared.append(mail.pk)

    @property
    def subjects(self) -> list[str]:
        return [parsed.subject for parsed, _mail, _kind in self.mails]


@pytest.fixture
def desk(monkeypatch: pytest.MonkeyPatch) -> Desk:
    desk = Desk()
    monkeypatch.setattr(registry, "_handlers", [])
    monkeypatch.setattr(registry, "_listeners", {})
    registry.inbound_handler(desk.handle, prepare=desk.prepare)
    registry.delivery_listener("note", desk.deliveries.append)
    registry.reason("note.made", "A note on %(subject)s was made.")
    return desk


@pytest.fixture
def department(db: None) -> Department:
    brand = Brand.objects.create(
        name="Northwind", is_default=True, sender_name="Northwind", sender_address="desk@northwind.example"
    )
    return Department.objects.create(brand=brand, name="Support")


@pytest.fixture
def smtp_account(department: Department, smtp_server: SmtpServer) -> SmtpAccount:
    return SmtpAccount.objects.create(
        brand=department.brand,
        host=smtp_server.host,
        port=smtp_server.port,
        security="none",
        timeout=5,
        from_address="desk@northwind.example",
    )


@pytest.fixture(params=["imap", "pop3"])
def mailbox(
    request: pytest.FixtureRequest, department: Department, dovecot_server: DovecotServer
) -> MailAccount:
    """An empty mailbox, fetched over TLS by each of the two protocols."""
    dovecot_server.add_user(BOX)
    ports = {"imap": dovecot_server.ports.imaps, "pop3": dovecot_server.ports.pop3s}
    return MailAccount.objects.create(
        department=department,
        address=BOX,
        protocol=request.param,
        host=dovecot_server.host,
        port=ports[request.param],
        security="tls",
        verify_certificate=False,
        username=BOX,
        password="secret",
        timeout=5,
    )


def letter(subject: str = "Printer on fire", text: str = "Please help.", **headers: str) -> EmailMessage:
    """A mail of Cleo's; a header given as "" is left out."""
    message = EmailMessage()
    names = {
        "From": "Cleo Customer <cleo@customer.example>",
        "To": f"Support <{BOX}>",
        "Subject": subject,
        "Message-ID": f"<{abs(hash((subject, text)))}@customer.example>",
        "Date": "Tue, 24 Nov 2026 10:00:00 +0100",
    } | {name.replace("_", "-"): value for name, value in headers.items()}
    for name, value in names.items():
        if value:
            message[name] = value
    message.set_content(text)
    return message
