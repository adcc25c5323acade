"""Notification switches of the profile are the ones that notices ask for."""

import pytest

from accounts.services import set_preferences
from tests.tickets.conftest import Cast
from tickets.services.notices import wants


@pytest.mark.parametrize("kind", ["assigned", "replied"])
@pytest.mark.parametrize("way", ["page", "mail"])
def test_a_switch_of_the_profile_is_honoured(cast: Cast, kind: str, way: str) -> None:
    assert wants(cast.ann, kind, way)
    set_preferences(user=cast.ann, **{f"notify_{kind}_{way}": False})
    assert not wants(cast.ann, kind, way)
