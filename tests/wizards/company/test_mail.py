"""Step 4: the first mail account, against real servers."""

from typing import Any

import pytest
from django.test import Client

from mail.models import MailAccount, SmtpAccount
from organization.models import Department
from tests.servers.dovecot import DovecotServer
from tests.servers.smtp import Mode, SmtpServer
from tests.wizards.company.conftest import BRAND, PLACES, SETUP

PAGE = f"{SETUP}/mail"
BOX = "help@northwind.example"


@pytest.fixture
def begun(wizard: Client) -> Client:
    wizard.post(f"{SETUP}/brand", BRAND)
    wizard.post(f"{SETUP}/places", PLACES)
    return wizard


@pytest.fixture
def sent(begun: Client, dovecot_server: DovecotServer, smtp_server: SmtpServer) -> dict[str, Any]:
    """The step as a browser sends it, all of it right."""
    dovecot_server.add_user(BOX, "right")
    return {
        "in-address": BOX,
        "in-department": str(Department.objects.get(name="Support").pk),
        "in-protocol": "imap",
        "in-host": dovecot_server.host,
        "in-port": str(dovecot_server.ports.imaps),
        "in-security": "tls",
        "in-username": "",
        "in-password": "right",
        "in-after": "leave",
        "out-serves": "all",
        "out-host": smtp_server.host,
        "out-port": str(smtp_server.port),
        "out-security": "none",
        "out-username": "",
        "out-password": "",
    }


def test_it_offers_what_is_known(begun: Client) -> None:
    assert f'value="{BOX}"' in begun.get(PAGE).text


def test_both_ways_are_tried_and_kept(
    begun: Client, sent: dict[str, Any], dovecot_server: DovecotServer, smtp_server: SmtpServer
) -> None:
    assert begun.post(PAGE, sent)["Location"] == f"{SETUP}/files"
    box, server = MailAccount.objects.get(), SmtpAccount.objects.get()
    assert (box.address, box.username, box.password, box.after) == (BOX, BOX, "right", "leave")
    assert (server.host, server.from_address, server.brand, server.department) == (
        smtp_server.host,
        BOX,
        None,
        None,
    )
    assert smtp_server.received == []  # tried, nothing was sent
    assert BOX in begun.get(f"{SETUP}/files").text


def test_to_test_keeps_nothing(begun: Client, sent: dict[str, Any]) -> None:
    answer = begun.post(PAGE, sent | {"test": "1"})
    assert answer.status_code == 200
    assert "The mailbox works" in answer.text
    assert "The server works" in answer.text
    assert "Both ways are open." in answer.text
    assert not MailAccount.objects.exists()


def test_sent_twice_there_is_one_of_each(begun: Client, sent: dict[str, Any]) -> None:
    begun.post(PAGE, sent)
    assert begun.post(PAGE, sent | {"in-password": ""}).status_code == 302  # the password is kept
    assert MailAccount.objects.get().password == "right"
    assert SmtpAccount.objects.count() == 1


def test_the_server_may_take_the_mailboxs_name_and_password(begun: Client, sent: dict[str, Any]) -> None:
    begun.post(PAGE, sent | {"out-same": "on", "untested": "1"})
    server = SmtpAccount.objects.get()
    assert (server.username, server.password) == (BOX, "right")
    page = begun.get(PAGE).text
    assert 'id="id_out-same" checked' in page or 'checked id="id_out-same"' in page
    begun.post(PAGE, sent | {"out-username": "desk", "out-password": "own", "untested": "1"})
    server.refresh_from_db()
    assert (server.username, server.password) == ("desk", "own")


def test_a_wrong_password_is_told_and_nothing_lost(begun: Client, sent: dict[str, Any]) -> None:
    answer = begun.post(PAGE, sent | {"in-password": "wrong"})
    assert answer.status_code == 422
    assert "The mailbox refuses the password" in answer.text
    assert "The server works" in answer.text  # the other way is told all the same
    assert "Continue without test" in answer.text
    assert f'value="{sent["in-port"]}"' in answer.text
    assert not MailAccount.objects.exists()
    assert begun.post(PAGE, sent | {"in-password": "wrong", "untested": "1"}).status_code == 302
    assert MailAccount.objects.get().password == "wrong"


def test_a_server_that_refuses_is_told(begun: Client, sent: dict[str, Any], smtp_server: SmtpServer) -> None:
    smtp_server.mode = Mode.REFUSE
    answer = begun.post(PAGE, sent)
    assert answer.status_code == 422
    assert "The server does not take mail from this sender" in answer.text
    assert "The mailbox works" in answer.text
    assert not SmtpAccount.objects.exists()


@pytest.mark.parametrize(
    ("wrong", "place"),
    [
        ({"in-address": "help"}, "id_in-address_error"),
        ({"in-host": ""}, "id_in-host_error"),
        ({"in-host": "https://mail.example"}, "id_in-host_error"),
        ({"in-port": "70000"}, "id_in-port_error"),
        ({"in-password": ""}, "id_in-password_error"),
        ({"in-department": "99999"}, "id_in-department_error"),
        ({"in-protocol": "pop3", "in-after": "mark_read"}, "id_in-after_error"),
        ({"out-host": ""}, "id_out-host_error"),
        ({"out-username": "desk"}, "id_out-password_error"),
    ],
    ids=str,
)
def test_wrong_input_is_told_at_its_field(
    wrong: dict[str, str], place: str, begun: Client, sent: dict[str, Any]
) -> None:
    answer = begun.post(PAGE, sent | wrong)
    assert answer.status_code == 422
    assert f'id="{place}"' in answer.text
    assert "Not everything is filled in rightly" in answer.text
    assert not MailAccount.objects.exists()


def test_without_a_department_it_leads_there(wizard: Client) -> None:
    assert "make one first" in wizard.get(PAGE).text
    assert wizard.post(PAGE, {}).status_code == 302 or wizard.post(PAGE, {"on": "1"}).status_code == 422
