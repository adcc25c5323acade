"""Administrators hear of a takeover; on a passive server they alone sign in, to settings."""

from email import message_from_bytes, policy

import pytest
from django.conf import settings
from django.core.files.storage import default_storage
from django.test import Client

from accounts.models import User
from clustering import fence
from clustering.models import Lease
from clustering.services import register, set_active, take_over
from common.actor import Actor
from mail.models import OutboundMail
from organization.jobs import tell_of_takeovers
from tests.clustering.conftest import As, needs_failover, silence, two_nodes
from tests.factories.accounts import PASSWORD, AgentFactory, administrator, named

pytestmark = pytest.mark.django_db


def mails() -> dict[str, str]:
    """What waits in the outbox: recipient to the text."""
    fence.forget()
    tell_of_takeovers()
    assert tell_of_takeovers() == 0, "each is told once"
    found = {}
    for row in OutboundMail.objects.order_by("id"):
        assert row.raw
        with default_storage.open(row.raw.path, "rb") as file:
            mail = message_from_bytes(file.read(), policy=policy.default)
        body = mail.get_body(("plain",))
        assert body
        found[str(mail["To"])] = f"{mail['Subject']}\n{body.get_content()}"
    return found


def test_an_automatic_takeover_is_mailed_to_each_administrator(as_node: As) -> None:
    needs_failover()
    administrator("Ada")
    administrator("Gone", is_active=False)
    named(AgentFactory, "Ann")
    one, _ = two_nodes()
    silence(one, 60)
    assert take_over("two")
    with as_node("two"):
        found = mails()
    assert set(found) == {"ada@example.org"}
    text = found["ada@example.org"]
    assert "two is now the active server" in text.splitlines()[0]
    assert "the desk went from one to two" in text
    assert "sent no heartbeat" in text
    assert "Epoch: 2" in text
    assert "/settings/cluster" in text


def test_who_chose_the_active_server_is_said(as_node: As) -> None:
    needs_failover()
    ada = administrator("Ada")
    _, two = two_nodes()
    set_active(two, actor=ada.actor)
    with as_node("two"):
        assert "Ada set it active" in mails()["ada@example.org"]


def test_the_page_on_the_server_is_said_with_the_address(as_node: As) -> None:
    needs_failover()
    administrator("Ada")
    _, two = two_nodes()
    set_active(two, actor=Actor("node", two.pk, "two"), why="page", address="10.1.2.3")
    with as_node("two"):
        assert "from the address 10.1.2.3" in mails()["ada@example.org"]


def test_the_first_start_is_no_news() -> None:
    administrator("Ada")
    register(name=settings.NODE_NAME)
    assert Lease.objects.get().epoch == 1
    assert not mails()


def sign_in(client: Client, user: User, **more: str) -> tuple[int, str, str]:
    response = client.post("/login", {"username": user.username, "password": PASSWORD, **more})
    return response.status_code, response.headers.get("Location", ""), response.content.decode()


def test_a_passive_server_lets_administrators_in_to_its_settings(client: Client, as_node: As) -> None:
    needs_failover()
    ada = administrator("Ada")
    two_nodes()
    with as_node("two"):
        status, where, _ = sign_in(client, ada, next="/agent/")
        assert (status, where) == (302, "/settings/cluster")
        assert client.get("/settings/cluster").status_code == 200
        assert client.get("/agent/").status_code == 503


def test_a_passive_server_tells_agents_where_they_are(client: Client, as_node: As) -> None:
    needs_failover()
    ann = named(AgentFactory, "Ann")
    two_nodes()
    with as_node("two"):
        status, _, page = sign_in(client, ann)
        assert status == 403
        assert "This server is not the active one. Only administrators sign in here" in page
        client.force_login(ann)  # as if since before
        assert client.get("/settings/").status_code == 503


def test_other_settings_are_not_changed_on_a_passive_server(client: Client, as_node: As) -> None:
    needs_failover()
    client.force_login(administrator("Ada"))
    two_nodes()
    with as_node("two"):
        answer = client.post("/settings/cluster/networks", {"networks": "10.0.0.0/8"})
    assert answer.status_code == 503
    assert "not the active one" in answer.content.decode()


def test_on_the_active_server_everybody_signs_in_as_ever(client: Client) -> None:
    status, where, _ = sign_in(client, named(AgentFactory, "Ann"))
    assert (status, where) == (302, "/agent/")
