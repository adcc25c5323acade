"""Passwords: forgotten, changed, and what ends with them."""

import re
import time

import pytest
from django.core import mail
from django.test import Client

from accounts.errors import BadTokenError, PasswordNotChangeableError, WrongPasswordError
from accounts.models import SignIn, User
from accounts.permissions import PASSWORDS_MAY_CHANGE
from accounts.services import ask_to_reset, change_password, may_change, reset, sync_builtin_roles
from accounts.views.entrance import SAME_SECONDS
from common import options
from common.actor import SYSTEM
from common.models import SignalRow
from tests.accounts.conftest import SignedIn, link_in
from tests.factories.accounts import PASSWORD, AddressFactory, named

NEW = "a longer word 1790"


def test_a_mailed_link_sets_a_new_password_once(cleo: User) -> None:
    ask_to_reset(address="CLEO@example.org")
    token = link_in(mail.outbox[0]).rpartition("/")[2]
    reset(token=token, password=NEW)
    cleo.refresh_from_db()
    assert cleo.check_password(NEW)
    with pytest.raises(BadTokenError):
        reset(token=token, password="something else 5")


def test_a_reset_signs_out_everywhere(cleo: User, browser_of: SignedIn) -> None:
    client = browser_of(cleo)
    ask_to_reset(address=cleo.email)
    reset(token=link_in(mail.outbox[0]).rpartition("/")[2], password=NEW)
    assert client.get("/profile").status_code == 302


def test_who_is_known_by_address_gets_a_link_to_claim(db: None) -> None:
    named(AddressFactory, "Cleo")
    ask_to_reset(address="cleo@example.org")
    assert "/account/claim/" in link_in(mail.outbox[0])


def test_an_unknown_address_gets_nothing_and_the_same_page(client: Client, cleo: User) -> None:
    pages = {}
    for address in (cleo.email, "nobody@example.org"):
        start = time.monotonic()
        response = client.post("/account/password", {"email": address})
        assert time.monotonic() - start >= SAME_SECONDS
        assert response.status_code == 200
        pages[address] = response.content.decode().replace(address, "")
    assert "Look into your mail" in pages[cleo.email]
    assert len(mail.outbox) == 1
    kept = [
        [line for line in page.splitlines() if not re.search("csrf|nonce", line, re.I)]
        for page in pages.values()
    ]
    assert kept[0] == kept[1]


@pytest.mark.usefixtures("still_clock")
def test_mails_to_one_address_are_limited(client: Client, cleo: User) -> None:
    codes = [client.post("/account/password", {"email": cleo.email}).status_code for _ in range(6)]
    assert codes == [200] * 5 + [429]


def test_following_the_link_does_not_use_it_up(client: Client, cleo: User) -> None:
    """Scanners of mail follow every link."""
    ask_to_reset(address=cleo.email)
    path = link_in(mail.outbox[0])
    assert client.get(path).status_code == 200
    assert client.get(path).status_code == 200
    response = client.post(path, {"password": NEW, "again": NEW})
    assert response["Location"] == "/"
    assert client.get("/profile").status_code == 200
    assert client.get(path).status_code == 410


@pytest.mark.parametrize(
    ("password", "again"), [("short1", "short1"), ("cleo@example.org", "cleo@example.org"), (NEW, "x")]
)
def test_weak_and_mistyped_passwords_are_refused(
    client: Client, cleo: User, password: str, again: str
) -> None:
    ask_to_reset(address=cleo.email)
    response = client.post(link_in(mail.outbox[0]), {"password": password, "again": again})
    assert response.status_code == 422
    cleo.refresh_from_db()
    assert cleo.check_password(PASSWORD)


def test_changing_it_ends_all_other_browsers(cleo: User, client: Client) -> None:
    other = Client()
    for one in (client, other):
        one.post("/login", {"username": cleo.email, "password": PASSWORD})
    sync_builtin_roles()
    response = client.post("/profile/password", {"old": PASSWORD, "password": NEW, "again": NEW})
    assert response["Location"] == "/profile"
    assert client.get("/profile").status_code == 200
    assert other.get("/profile").status_code == 302
    assert SignIn.objects.get(user=cleo).session_key == client.session.session_key
    assert SignalRow.objects.filter(channel=f"user:{cleo.pk}", name="revoke").exists()
    assert "password" in mail.outbox[-1].subject


def test_the_old_password_is_asked_for(cleo: User) -> None:
    sync_builtin_roles()
    with pytest.raises(WrongPasswordError):
        change_password(user=cleo, old="wrong", new=NEW)


def test_the_portal_can_forbid_it_to_customers_only(cleo: User, ann: User, browser_of: SignedIn) -> None:
    sync_builtin_roles()
    assert may_change(cleo)
    options.put(PASSWORDS_MAY_CHANGE, False, actor=SYSTEM)
    assert not may_change(cleo)
    assert may_change(ann)
    assert browser_of(cleo).get("/profile/password").status_code == 404
    with pytest.raises(PasswordNotChangeableError):
        change_password(user=cleo, old=PASSWORD, new=NEW)
