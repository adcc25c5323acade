"""From admin/admin on an empty desk to the first ticket, by plain HTTP, on each database server."""

import pytest

from tests.live.web import Answer, Browser
from tests.servers.desk import Desk
from tests.servers.dovecot import DovecotServer
from tests.servers.fixtures import DeskFactory
from tests.servers.smtp import SmtpServer
from tests.waiting import until
from tests.wizards.company.conftest import BRAND, PLACES, SETUP, guests
from tests.wizards.company.new_desk import ADA, PASSWORD, first_department, mail_step, new_desk

pytestmark = pytest.mark.slow


def ready(desk: Desk) -> bool | None:
    return desk.status("/readyz") == 200 or None


def step(ada: Browser, here: str, following: str, /, **fields: str) -> Answer:
    """Leaves a step by Continue, and is led to the next one."""
    answer = ada.post(f"{SETUP}/{here}", **fields)
    assert (answer.status, answer.location) == (302, f"{SETUP}/{following}"), answer.text[-3000:]
    return ada.get(answer.location)


def come_in(desk: Desk) -> Browser:
    """The first sign-in, the forced choice of a password, the way into the wizard."""
    ada = Browser(desk.port, seconds=60)
    ada.sign_in("admin", "admin")
    assert ada.get("/settings/agents").location == "/account/must-change"
    ada.get("/account/must-change")
    answer = ada.post("/account/must-change", **ADA)
    assert (answer.status, answer.location) == (302, SETUP)
    assert ada.get(SETUP).location == f"{SETUP}/brand"
    assert Browser(desk.port, seconds=60).get("/login").status == 200
    stranger = Browser(desk.port, seconds=60)
    stranger.get("/login")
    assert stranger.post("/login", username="admin", password="admin").status == 422
    return ada


def write_ticket(desk: Desk, subject: str) -> None:
    """As a guest on the portal."""
    guest = Browser(desk.port, seconds=60)
    page = guest.get("/submit")
    sent = guest.post(
        "/submit",
        key=page.field("key"),
        department=first_department(page.text),
        name="Cleo Marsh",
        email="cleo@customers.example",
        subject=subject,
        message="It prints only blue pages.",
    )
    assert sent.status in (302, 303), sent.text[-3000:]
    assert "Your ticket has arrived" in guest.get(sent.location).text


@pytest.mark.parametrize("kind", ["postgres", "mariadb"])
def test_from_admin_admin_to_the_first_ticket(
    kind: str, desk_factory: DeskFactory, dovecot_server: DovecotServer, smtp_server: SmtpServer
) -> None:
    with new_desk(kind, desk_factory) as desk:
        until(lambda: ready(desk), "ready", 60)
        ada = come_in(desk)
        box = dovecot_server.add_user(f"help-{desk.port}@northwind.example", "right")
        brand = BRAND | {"base_url": desk.base_url, "host": "", "sender_address": box}
        step(ada, "brand", "places", **brand)
        page = step(ada, "places", "agents", **PLACES)
        assert "its seat is taken" in page.text  # one agent works without a key
        own = page.text.partition('value="">No group')[2].partition('<option value="')[2].partition('"')[0]
        page = step(ada, "agents", "mail", **guests(own=own))
        department = first_department(page.text)
        step(ada, "mail", "files", **mail_step(box, dovecot_server, smtp_server, department))
        done = step(ada, "files", "done")
        assert "The desk is open" in done.text
        assert box in done.text

        write_ticket(desk, "Only blue pages")
        again = Browser(desk.port, seconds=60)
        again.sign_in(ADA["email"], PASSWORD)
        assert "Only blue pages" in again.get("/agent/tickets").text
        until(
            lambda: [one for one in smtp_server.messages if "Only blue pages" in str(one["Subject"])],
            "the answer that the ticket has arrived",
            60,
        )
