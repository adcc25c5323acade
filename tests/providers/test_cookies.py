"""The cookie of another site: only a fresh, signed name counts."""

import time
from urllib.parse import quote

import pytest

from providers.models import Provider
from providers.services.cookies import cookie_username, signed_value
from tests.providers.conftest import SetUp

pytestmark = pytest.mark.django_db
NAME = "DOMAIN\\cleo|ö@x"


@pytest.fixture
def provider(set_up: SetUp) -> Provider:
    return set_up("login", cookie_name="sso", cookie_secret="known to both", cookie_minutes=10)


def soon(seconds: int = 300) -> int:
    return int(time.time()) + seconds


def test_a_signed_name_counts(provider: Provider) -> None:
    value = signed_value(provider, NAME, soon())
    assert cookie_username({"sso": value}) == NAME
    assert cookie_username({"sso": quote(value)}) == NAME


def test_the_digest_may_be_longer(provider: Provider) -> None:
    Provider.objects.update(cookie_digest="sha512")
    provider.refresh_from_db()
    assert cookie_username({"sso": signed_value(provider, NAME, soon())}) == NAME


@pytest.mark.parametrize("seconds", [-1, 3600])
def test_too_old_or_too_long_a_life(provider: Provider, seconds: int) -> None:
    assert cookie_username({"sso": signed_value(provider, NAME, soon(seconds))}) == ""


def test_a_changed_name_or_end(provider: Provider) -> None:
    name, expires, signature = signed_value(provider, "cleo", soon()).split("|")
    for forged in (
        f"sam|{expires}|{signature}",
        f"{name}|{int(expires) + 1}|{signature}",
        f"{name}|{expires}|",
    ):
        assert cookie_username({"sso": forged}) == ""


@pytest.mark.parametrize(
    "value", ["", "cleo", "cleo|9|x", "||", "a|b|c|d", "cleo|99999999999999999|0", "ö|1|ö"]
)
def test_nonsense(provider: Provider, value: str) -> None:
    assert cookie_username({"sso": value}) == ""


@pytest.mark.parametrize("change", [{"is_enabled": False}, {"cookie_secret": ""}, {"cookie_name": ""}])
def test_it_has_to_be_set_up(provider: Provider, change: dict[str, object]) -> None:
    value = signed_value(provider, "cleo", soon())
    Provider.objects.update(**change)
    assert cookie_username({"sso": value, "": value}) == ""
