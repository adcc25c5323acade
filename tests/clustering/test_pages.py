"""The Clustering page: who sees it, what it shows, and what its toolbar does."""

import html
from datetime import timedelta

import pytest
from django.conf import settings
from django.db import connection
from django.db.models import F
from django.test import Client
from django.utils import timezone

from clustering import fence
from clustering.models import Lease, Node, RefusedWrite, ThreadRun
from clustering.permissions import ACTIVATE_NETWORKS
from clustering.services import register
from common import options
from common.audit import history
from tests.clustering.conftest import As, needs_failover, two_nodes
from tests.factories.accounts import administrator
from tests.servers.objectstore import ObjectStore

pytestmark = pytest.mark.django_db
PAGE = "/settings/cluster"


@pytest.fixture
def admin(client: Client) -> Client:
    client.force_login(administrator())
    return client


def text(response: object) -> str:
    return response.content.decode()  # type: ignore[attr-defined,no-any-return]  # Django's test response


def test_with_sqlite_the_page_says_that_there_is_no_failover(admin: Client) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("for SQLite")
    register(name="one")
    page = text(admin.get(PAGE))
    assert "SQLite is one machine without failover." in page
    assert "One machine, no failover" in page
    assert "SQLite is one machine" in text(admin.get(f"{PAGE}/add"))


def test_two_nodes_are_seen_with_their_state(admin: Client, as_node: As) -> None:
    needs_failover()
    one, two = two_nodes()
    with as_node("one"):
        page = text(admin.get(PAGE))
    assert "Ready to fail over" in page
    assert "this node" in page
    assert "may take over" in page
    assert page.count("same files, same database") == 2
    assert f'value="{two.pk}" id="node-{two.pk}" aria-label="two" checked' in page, "the other one is chosen"
    with as_node("one"):
        chosen = text(admin.get(f"{PAGE}?node={one.pk}"))
    assert f'id="node-{one.pk}" aria-label="one" checked' in chosen


def test_what_is_wrong_is_said_with_what_to_do(admin: Client, as_node: As) -> None:
    needs_failover()
    _, two = two_nodes()
    Node.objects.filter(pk=two.pk).update(checks={**two.checks, "files": ["differ", ""]})
    with as_node("one"):
        page = text(admin.get(PAGE))
    assert "Nobody can take over" in page
    assert "files differ" in page
    assert "two is no help today." in page
    assert "Check again" in page


def test_a_silent_node_is_called_silent(admin: Client, as_node: As) -> None:
    needs_failover()
    two_nodes()
    Node.objects.filter(name="one").update(heartbeat_at=F("heartbeat_at") - timedelta(minutes=14))
    with as_node("two"):
        page = text(admin.get(PAGE))
    assert "14 min ago" in page
    assert "one is silent." in page


def test_threads_are_seen_with_their_last_error(admin: Client) -> None:
    register(name="one")
    now = timezone.now()
    ThreadRun.objects.create(
        name="mail.send", node="one", last_run_at=now, next_run_at=now + timedelta(minutes=5),
        duration_ms=840,
        last_error="Traceback…\n  line 7\nOSError: refused",
    )  # fmt: skip
    page = text(admin.get(PAGE))
    assert "1 with an error" in page
    assert "OSError: refused" in page
    assert "line 7" not in page
    assert "840 ms" in page
    assert "line 7" in text(admin.get(f"{PAGE}?thread=mail.send"))


def test_it_refreshes_its_parts_and_keeps_dialogs_that_may_be_open(admin: Client) -> None:
    node = register(name="one")
    part = {"HX-Request": "true"}
    live = text(admin.get(f"{PAGE}?node={node.pk}", headers=part))
    assert "<html" not in live
    for name in ("verdict", "toolbar", "pick", "takeover", "threads"):
        assert f'id="cluster-{name}"' in live
    assert "cluster-dialogs" not in live
    picked = text(admin.get(f"{PAGE}?node={node.pk}", headers=part | {"HX-Trigger": "cluster-pick"}))
    assert "cluster-dialogs" in picked


def act(admin: Client, node: Node, verb: str, **data: str) -> str:
    return text(admin.post(f"{PAGE}/{node.pk}/{verb}", data, follow=True))


def test_the_toolbar_switches_nodes(admin: Client, as_node: As) -> None:
    needs_failover()
    one, two = two_nodes()
    with as_node("one"):
        assert "two is disabled" in act(admin, two, "disable")
        assert "two is passive now" in act(admin, two, "enable")
        assert "two is the active server now." in act(admin, two, "activate")
    with as_node("two"):
        assert "one is deleted." in act(admin, one, "delete")
        assert "cannot be deleted" in act(admin, two, "delete")
    assert list(Node.objects.values_list("name", "role")) == [("two", "active")]
    last = history("node", two.pk).last()
    assert last is not None
    assert (last.action, last.actor_kind) == ("node.activated", "person")


def home(client: Client) -> int:
    """What the portal answers once this process has looked at the lease again."""
    fence.forget()
    return client.get("/").status_code


def test_the_desk_is_switched_off_only_after_a_question(admin: Client, as_node: As) -> None:
    needs_failover()
    one, _ = two_nodes()
    with as_node("one"):
        assert "Confirm that." in act(admin, one, "disable")
        assert Lease.objects.get().node_id == one.pk
        page = act(admin, one, "disable", confirmed="1", to="passive")
        assert "The desk is off." in page
        assert home(admin) == 503
        assert "one is the active server now." in act(admin, one, "activate")
        assert home(admin) == 200
    assert Lease.objects.get().epoch == 3


def test_a_refusal_says_why(admin: Client, as_node: As) -> None:
    needs_failover()
    _, two = two_nodes()
    Node.objects.filter(pk=two.pk).update(checks={**two.checks, "key": ["differ", ""]})
    with as_node("one"):
        assert "key file is not the active server" in act(admin, two, "activate")
        act(admin, two, "check")
    two.refresh_from_db()
    assert (two.role, two.check_wanted) == ("passive", True)
    assert admin.post(f"{PAGE}/{two.pk}/explode").status_code == 404
    assert admin.post(f"{PAGE}/999999/enable").status_code == 404


def test_the_command_that_joins_a_node_holds_no_secret(admin: Client) -> None:
    needs_failover()
    page = text(admin.get(f"{PAGE}/add"))
    assert "USER:PASSWORD@" in page
    password = str(connection.settings_dict["PASSWORD"])
    assert not password or f":{password}@" not in page


def test_the_command_that_joins_a_node_encrypts_as_this_one(
    admin: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    needs_failover()
    given = (
        {"sslmode": "verify-full", "sslrootcert": "/etc/desk/ca.pem"}
        if connection.vendor == "postgresql"
        else {"ssl_mode": "VERIFY_IDENTITY", "ssl": {"ca": "/etc/desk/ca.pem"}}
    )
    monkeypatch.setitem(connection.settings_dict, "OPTIONS", {**connection.settings_dict["OPTIONS"], **given})
    page = html.unescape(text(admin.get(f"{PAGE}/add")))
    said = {
        "postgresql": "?sslmode=verify-full&sslrootcert=/etc/desk/ca.pem'",
        "mysql": "?ssl_mode=VERIFY_IDENTITY&ssl_ca=/etc/desk/ca.pem'",
    }[connection.vendor]
    assert said in page
    assert "to the same places:" in page  # the file must be there too
    monkeypatch.undo()
    assert "to the same places:" not in text(admin.get(f"{PAGE}/add"))


def test_the_command_that_joins_a_node_proposes_a_free_name(admin: Client) -> None:
    needs_failover()
    for name in ("desk-b", "desk-c"):
        register(name=name)
    page = html.unescape(text(admin.get(f"{PAGE}/add")))
    assert "NODE_NAME='desk-d'" in page


def test_the_command_that_joins_a_node_names_the_bucket_and_not_its_keys(
    admin: Client, bucket: str, object_store: ObjectStore
) -> None:
    needs_failover()
    page = html.unescape(text(admin.get(f"{PAGE}/add")))
    assert f"STORAGE_URL='s3://{bucket}/desk?endpoint={object_store.endpoint}" in page
    assert "STORAGE_KEY='KEY' STORAGE_SECRET='SECRET'" in page
    assert object_store.keys.key not in page
    assert object_store.keys.secret not in page


def test_networks_are_kept_as_networks(admin: Client) -> None:
    register(name=settings.NODE_NAME)
    fence.forget()
    address = f"{PAGE}/networks"
    assert "10.0.0.0/8" in text(admin.get(address))
    wrong = admin.post(address, {"networks": "10.20.0.0/24\nthe office"})
    assert wrong.status_code == 422
    assert "is no network" in text(wrong)
    assert admin.post(address, {"networks": "10.20.0.9/24, ::1"}).status_code == 302
    assert options.get(ACTIVATE_NETWORKS) == ["10.20.0.0/24", "::1/128"]
    assert "10.20.0.0/24, ::1/128" in text(admin.get(PAGE))


def test_refused_writes_are_listed(admin: Client) -> None:
    register(name="one")
    assert "None in 30 days" in text(admin.get(f"{PAGE}/refused"))
    RefusedWrite.objects.create(node="old-one", epoch=7, at=timezone.now())
    assert "1 in 30 days" in text(admin.get(PAGE))
    assert "old-one" in text(admin.get(f"{PAGE}/refused"))
