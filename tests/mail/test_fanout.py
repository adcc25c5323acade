"""A mail server that accepts and says nothing delays only its own account."""

import time

import pytest

from mail import services
from mail.jobs import fanout, outgoing
from mail.models import OutboundMail, SmtpAccount
from mail.parsing import Address
from organization.models import Brand, Department
from tests.mail.conftest import Desk
from tests.servers import smtp
from tests.servers.smtp import Mode, SmtpServer

pytestmark = pytest.mark.django_db(transaction=True)


def queue(brand: Brand) -> None:
    to = [Address("", "a@x.example")]
    services.queue(owner_kind="note", owner_id=1, to=to, subject="x", text="x", brand_id=brand.pk)


def wait_for(account: SmtpAccount, state: str) -> float:
    started = time.monotonic()
    while OutboundMail.objects.filter(account=account).exclude(state=state).exists():
        assert time.monotonic() - started < 15
        time.sleep(0.05)
    return time.monotonic() - started


def test_a_silent_server_delays_only_itself(
    smtp_account: SmtpAccount, smtp_server: SmtpServer, department: Department, desk: Desk
) -> None:
    other = Brand.objects.create(name="Skiff", host="skiff.example")
    with smtp.running() as silent:
        silent.mode = Mode.HANG_CONNECT
        hanging = SmtpAccount.objects.create(
            brand=other, host=silent.host, port=silent.port, security="none", timeout=4
        )
        for brand in [other, department.brand] * 5:
            queue(brand)
        assert outgoing.send() == 2
        assert wait_for(smtp_account, "sent") < 3.5
        assert OutboundMail.objects.filter(account=hanging, state="queued").count() == 5
        assert outgoing.send() == 0  # its own thread still waits; no second one is begun
        while fanout._running:
            time.sleep(0.05)
    hanging.refresh_from_db()
    assert hanging.last_error == "connect: The server accepts, but does not answer in time."
    assert hanging.failures == 1
    assert len(smtp_server.received) == 5
