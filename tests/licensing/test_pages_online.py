"""A key is activated on line from the page, against a licensor that runs as a process of its own with TLS."""

from collections.abc import Iterator

import pytest
from django.test import Client
from pytest_django import Settings

from accounts.models import User
from licensing import licensor
from licensing.models import StoredLicense
from licensing.papers import Edition
from licensing.selectors import State, current
from tests.licensing import serving
from tests.licensing.conftest import sold

pytestmark = pytest.mark.django_db
KEY, ONLINE, CHECK = "/settings/licensing/key", "/settings/licensing/key/online", "/settings/licensing/check"


@pytest.fixture(scope="module")
def _served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[serving.Licensor]:
    with serving.running(tmp_path_factory.mktemp("licensor")) as server:
        yield server


@pytest.fixture
def served(_served: serving.Licensor, settings: Settings) -> serving.Licensor:
    """A licensor whom this desk believes and can reach."""
    settings.LICENSOR_KEYS = [str(_served.folder.public_file)]
    settings.LICENSOR_URL, settings.LICENSOR_CA = _served.url, str(_served.authority)
    settings.OUTGOING_PRIVATE = True
    return _served


@pytest.fixture
def desk(client: Client, admin: User) -> Client:
    client.force_login(admin)
    return client


def posted(desk: Client, path: str, key: str, **headers: str) -> tuple[int, str]:
    answer = desk.post(path, {"key": key}, headers=headers)
    return answer.status_code, answer.content.decode()


def test_a_key_is_looked_at_and_then_activated(desk: Client, served: serving.Licensor) -> None:
    key = sold(served.folder, 25, Edition.FAILOVER)
    status, text = posted(desk, KEY, key.text)
    assert status == 200
    for words in ("This key", "Enterprise with Failover", "25 agents", key.id, served.url.split("//")[1]):
        assert words in text
    assert current().state is State.NONE
    status, text = posted(desk, ONLINE, key.text)
    assert status == 200
    assert text.count('<li class="ok">') == 4
    licence = current()
    assert (licence.state, licence.level, licence.way) == (State.ACTIVE, 25, "online")
    assert "Activated" in desk.get("/settings/licensing").content.decode()


def test_a_click_is_answered_by_the_result_alone(desk: Client, served: serving.Licensor) -> None:
    key = sold(served.folder)
    status, text = posted(desk, ONLINE, key.text, HX_Request="true")
    assert status == 200
    assert text.lstrip().startswith('<div class="hd-result good"')


def test_a_revoked_key_is_refused_and_stays_on_the_page(desk: Client, served: serving.Licensor) -> None:
    key = sold(served.folder)
    licensor.revoke(served.folder, key.id)
    status, text = posted(desk, ONLINE, key.text)
    assert status == 422
    assert "The licensor has revoked this key." in text
    assert text.count('<li class="ok">') == 2
    assert text.count('<li class="bad">') == 1
    assert f'value="{key.text}"' in text
    assert current().state is State.NONE


def test_a_key_active_at_too_many_places_is_refused(desk: Client, served: serving.Licensor) -> None:
    key = sold(served.folder, places=1)
    assert posted(desk, ONLINE, key.text)[0] == 200
    StoredLicense.objects.update(database_id="0" * 32)  # the desk has moved
    status, text = posted(desk, ONLINE, key.text)
    assert status == 422
    assert "active at as many places as it may be" in text


def test_a_licensor_that_is_not_reached_is_named(
    desk: Client, served: serving.Licensor, dead_port: int, settings: Settings
) -> None:
    settings.LICENSOR_URL = f"https://localhost:{dead_port}"
    key = sold(served.folder)
    status, text = posted(desk, ONLINE, key.text)
    assert status == 422
    assert "The licensor was not reached" in text
    assert text.count('<li class="ok">') == 1
    assert text.count('<li class="skip">') == 2
    assert f'value="{key.text}"' in text


def test_a_certificate_of_nobody_is_not_believed(
    desk: Client, served: serving.Licensor, settings: Settings
) -> None:
    settings.LICENSOR_CA = ""
    status, text = posted(desk, ONLINE, sold(served.folder).text)
    assert status == 422
    assert "no certificate that this server trusts" in text


def test_asking_again_finds_a_key_that_was_revoked(desk: Client, served: serving.Licensor) -> None:
    key = sold(served.folder)
    posted(desk, ONLINE, key.text)
    answer = desk.post(CHECK, follow=True)
    assert "Checked." in answer.content.decode()
    licensor.revoke(served.folder, key.id)
    text = desk.post(CHECK, follow=True).content.decode()
    assert "The licensor has revoked the key." in text
    assert current().state is State.GRACE


def test_a_desk_that_moved_is_activated_again_with_the_key_it_has(
    desk: Client, served: serving.Licensor
) -> None:
    key = sold(served.folder)
    posted(desk, ONLINE, key.text)
    StoredLicense.objects.update(database_id="0" * 32)
    assert "This desk moved to another database." in desk.post(CHECK, follow=True).content.decode()
    text = desk.post(KEY, {"again": "1"}).content.decode()
    assert f'value="{key.text}"' in text
    assert posted(desk, ONLINE, key.text)[0] == 200
    assert current().state is State.ACTIVE
