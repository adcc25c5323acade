"""The demo is its own licensor: it licenses itself at its first start, without any network."""

from pathlib import Path

import pytest
from pytest_django import Settings

from common.actor import SYSTEM
from helpdesk.demo import licence
from helpdesk.demo.company import COLLEAGUES
from licensing import services
from licensing.papers import Edition
from licensing.selectors import State, current

pytestmark = pytest.mark.django_db


@pytest.fixture
def place(settings: Settings, tmp_path: Path) -> Path:
    settings.VAR_DIR, settings.LICENSOR_KEYS = tmp_path, [str(tmp_path / "licensor" / "public.key")]
    return tmp_path / "licensor"


def test_the_demo_has_a_full_licence_from_its_first_start(place: Path) -> None:
    licence.found()
    found = current()
    assert (found.state, found.edition, found.failover) == (State.ACTIVE, Edition.FAILOVER, True)
    assert found.level == len(COLLEAGUES) + licence.FREE_SEATS
    assert (place / "private.key").stat().st_mode & 0o077 == 0


def test_a_second_start_keeps_the_key(place: Path) -> None:
    licence.found()
    before = current().key_id
    licence.found()
    assert current().key_id == before


def test_a_new_database_is_licensed_by_the_pair_that_is_there(place: Path) -> None:
    licence.found()
    pair = (place / "private.key").read_bytes()
    services.remove_key(actor=SYSTEM)
    licence.found()
    assert current().state is State.ACTIVE
    assert (place / "private.key").read_bytes() == pair


def test_a_desk_that_believes_another_licensor_gets_no_key_from_the_demo(
    place: Path, settings: Settings
) -> None:
    settings.LICENSOR_KEYS = []
    licence.found()
    assert current().state is State.NONE
    assert not place.exists()
