"""The wizard's own application in this process: its routes, its middleware, and no database."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.http import HttpResponse
from django.test import Client
from pytest_django import Settings

from helpdesk.settings import first_start
from wizards.connection import door, runner, views

NOT_HERE = "whitenoise.middleware.WhiteNoiseMiddleware"  # static files are not what these tests are about
Post = Callable[..., HttpResponse]


@pytest.fixture
def stranger(settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Client:
    """A browser that has no cookie, before a wizard that was started a moment ago."""
    for name in ("TEMPLATES", "ROOT_URLCONF", "CSRF_FAILURE_VIEW", "CSRF_COOKIE_NAME"):
        setattr(settings, name, getattr(first_start, name))
    settings.MIDDLEWARE = [name for name in first_start.MIDDLEWARE if name != NOT_HERE]
    settings.VAR_DIR = tmp_path / "var"
    settings.NODE_FILE = settings.VAR_DIR / "node.env"
    monkeypatch.setattr(door, "the_door", door.Door())
    monkeypatch.setattr(views, "the_runner", runner.Runner())
    return Client(headers={"accept-language": "en"})


@pytest.fixture
def browser_of_the_admin(stranger: Client) -> Client:
    """A browser that came by the link on the console."""
    assert stranger.get("/", {"token": door.the_door.token}).status_code == 302
    return stranger


@pytest.fixture
def post(browser_of_the_admin: Client) -> Post:
    """Sends the form of the connection: `post("postgresql", port=5432, user="app")`."""

    def send(engine: str, *, do: str = "test", **values: object) -> HttpResponse:
        form = {"host": "127.0.0.1", "name": "helpdesk", "user": "", "password": "", **values}
        answer = browser_of_the_admin.post("/connection", {"engine": engine, "do": do, **form})
        assert isinstance(answer, HttpResponse)
        return answer

    return send
