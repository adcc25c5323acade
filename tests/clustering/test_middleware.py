"""A node that is not active answers 503, except for sign-in, settings and what programs ask."""

import pytest
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory

from clustering.middleware import PassiveMiddleware
from clustering.registry import is_served_when_passive
from common.unit import FenceError
from helpdesk.broken import handler500
from tests.clustering.conftest import As, needs_failover, two_nodes

pytestmark = pytest.mark.django_db


def ok(request: HttpRequest) -> HttpResponse:
    return HttpResponse("ok")


@pytest.mark.parametrize("path", ["/", "/submit", "/tickets", "/agent/", "/loginx", "/settingsx", "/t/abc/"])
def test_a_passive_node_refuses_the_portal(path: str, as_node: As) -> None:
    needs_failover()
    two_nodes()
    with as_node("two"):
        response = Client().get(path)
    assert response.status_code == 503
    assert response["Retry-After"] == "5"
    assert "no-store" in response["Cache-Control"]
    assert "not the active one" in response.content.decode()


@pytest.mark.parametrize(
    "path", ["/login", "/login.aspx", "/settings/", "/settings/nodes", "/healthz", "/readyz", "/static/x"]
)
def test_what_every_node_serves(path: str) -> None:
    assert is_served_when_passive(path)


def test_a_passive_node_is_not_ready_and_says_why(as_node: As) -> None:
    needs_failover()
    two_nodes()
    with as_node("two"):
        response = Client().get("/readyz")
        assert (response.status_code, response.json()["active"]) == (503, "one")
        assert Client().get("/healthz").status_code == 200
    with as_node("one"):
        assert Client().get("/readyz").status_code == 200


def test_a_program_gets_one_line(as_node: As) -> None:
    needs_failover()
    two_nodes()
    with as_node("two"):
        response = Client().get("/", headers={"Accept": "application/json"})
    assert response.content == b"not active\n"


def test_a_change_that_the_fence_stopped_says_that_nothing_is_lost(rf: RequestFactory) -> None:
    middleware = PassiveMiddleware(ok)
    request = rf.get("/")
    response = middleware.process_exception(request, FenceError("late"))
    assert response is not None
    assert response.status_code == 503
    assert "nothing that was there before is lost" in response.content.decode()
    assert middleware.process_exception(request, ValueError()) is None


def test_the_active_node_serves_all(rf: RequestFactory) -> None:
    assert PassiveMiddleware(ok)(rf.get("/")).content == b"ok"


@pytest.mark.django_db(transaction=True)
def test_a_page_whose_session_was_ended_says_who_is_active(rf: RequestFactory, as_node: As) -> None:
    """The node that took over ended it; the database is well."""
    needs_failover()
    two_nodes()

    def answer() -> HttpResponse:
        try:
            raise OperationalError("terminating connection due to administrator command")
        except OperationalError:
            return handler500(rf.post("/submit"))

    with as_node("two"):
        response = answer()
        assert (response.status_code, response["Retry-After"]) == (503, "5")
        assert "not the active one" in response.content.decode()
    with as_node("one"):
        assert answer().status_code == 500
