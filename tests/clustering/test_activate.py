"""/ActivateNode: near-by networks only, one button, and the checks' reasons."""

import pytest
from django.conf import LazySettings
from django.test import Client

from clustering.models import Lease, Node
from common.audit import history
from tests.clustering.conftest import As, needs_failover, two_nodes

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("path", ["/ActivateNode", "/ActivateNode.aspx"])
def test_it_makes_this_server_active_and_keeps_the_address(path: str, as_node: As) -> None:
    needs_failover()
    _, two = two_nodes()
    client = Client(REMOTE_ADDR="10.1.2.3")
    with as_node("two"):
        assert "one is the active server." in client.get(path).content.decode()
        assert "two is active" in client.post(path).content.decode()
    assert Lease.objects.get().node_id == two.pk
    entry = history("node", two.pk).last()
    assert entry is not None
    assert (entry.data["why"], entry.data["address"]) == ("page", "10.1.2.3")


def test_who_is_not_near_by_finds_nothing(settings: LazySettings) -> None:
    assert Client(REMOTE_ADDR="203.0.113.9").get("/ActivateNode").status_code == 404
    assert Client(REMOTE_ADDR="203.0.113.9").post("/ActivateNode").status_code == 404
    forwarded = Client(REMOTE_ADDR="127.0.0.1", HTTP_X_FORWARDED_FOR="10.0.0.1")
    assert forwarded.get("/ActivateNode").status_code == 404, "nobody vouches for that proxy"
    settings.TRUSTED_PROXIES = ["127.0.0.1"]
    assert forwarded.get("/ActivateNode").status_code == 200
    outside = Client(REMOTE_ADDR="127.0.0.1", HTTP_X_FORWARDED_FOR="203.0.113.9")
    assert outside.get("/ActivateNode").status_code == 404


def test_the_button_needs_its_token(as_node: As) -> None:
    needs_failover()
    two_nodes()
    with as_node("two"):
        assert Client(enforce_csrf_checks=True).post("/ActivateNode").status_code == 403
    assert Lease.objects.get().epoch == 1


def test_a_refusal_says_why(as_node: As) -> None:
    needs_failover()
    _, two = two_nodes()
    Node.objects.filter(pk=two.pk).update(checks={**two.checks, "schema": ["newer", "x.0009"]})
    with as_node("two"):
        answer = Client().post("/ActivateNode")
    assert answer.status_code == 409
    assert "too old for the database" in answer.content.decode()
