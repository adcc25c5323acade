"""The second factor: set up, asked for, limited, and lost."""

import re
import time

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core import mail
from django.test import Client

from accounts.forms.signin import CODE_TRIES
from accounts.models import User
from common.models import AuditEntry, ThrottleRow
from tests.factories.accounts import PASSWORD


def code_for(secret: str, *, step: int = 0) -> str:
    return str(format_hotp_value(hotp_value(secret, int(time.time()) // 30 + step)))


def confirmed(client: Client, user: User) -> Client:
    """Signed in, and proven again just now."""
    client.post("/login", {"username": user.email, "password": PASSWORD})
    client.post("/profile/confirm", {"password": PASSWORD})
    return client


def set_up(client: Client, user: User) -> tuple[str, list[str]]:
    """Ann's authenticator app: its secret, and the recovery codes that were shown."""
    confirmed(client, user)
    page = client.get("/profile/security/app").content.decode()
    assert "data:image/svg+xml;base64," in page
    secret = re.search(r"<code>([A-Z2-7]{32})</code>", page)
    assert secret
    response = client.post("/profile/security/app", {"code": code_for(secret[1])})
    assert response["Location"] == "/profile/security/codes"
    codes = re.findall(r"<li><code>(\d+)</code>", client.get("/profile/security/codes").content.decode())
    return secret[1], codes


def test_changing_a_factor_asks_again_who_is_there(client: Client, ann: User) -> None:
    client.post("/login", {"username": ann.email, "password": PASSWORD})
    response = client.get("/profile/security/app")
    assert response["Location"] == "/profile/confirm?next=%2Fprofile%2Fsecurity%2Fapp"
    wrong = client.post("/profile/confirm", {"password": "wrong", "next": "/profile/security/app"})
    assert wrong.status_code == 200
    right = client.post("/profile/confirm", {"password": PASSWORD, "next": "/profile/security/app"})
    assert right["Location"] == "/profile/security/app"


def test_after_the_password_the_code_is_asked_for(client: Client, ann: User) -> None:
    secret, _ = set_up(client, ann)
    fresh = Client()
    response = fresh.post("/login", {"username": ann.email, "password": PASSWORD, "next": "/agent/x"})
    assert response["Location"] == "/login/code"
    assert fresh.get("/profile").status_code == 302
    page = fresh.get("/login/code").content.decode()
    assert "type the six digits for Ann" in page
    assert fresh.post("/login/code", {"code": "000000"}).status_code == 200
    assert fresh.get("/profile").status_code == 302
    done = fresh.post("/login/code", {"code": code_for(secret)})
    assert done["Location"] == "/agent/x"
    assert fresh.get("/profile").status_code == 200


def test_the_secret_is_not_readable_in_the_database(client: Client, ann: User) -> None:
    secret, codes = set_up(client, ann)
    kept = "".join(str(row.data) for row in Authenticator.objects.all())
    assert secret not in kept
    assert not any(code in kept for code in codes)


@pytest.mark.parametrize(("step", "is_in"), [(-1, True), (-3, False)])
def test_a_code_may_end_while_it_is_typed(client: Client, ann: User, step: int, is_in: bool) -> None:
    with time_machine.travel(time.time(), tick=False):
        secret, _ = set_up(client, ann)
        fresh = Client()
        fresh.post("/login", {"username": ann.email, "password": PASSWORD})
        fresh.post("/login/code", {"code": code_for(secret, step=step)})
        assert (fresh.get("/profile").status_code == 200) is is_in


def test_recovery_codes_are_shown_once_and_work_once(client: Client, ann: User) -> None:
    _, codes = set_up(client, ann)
    assert len(codes) == 10
    assert codes[0] not in client.get("/profile/security/codes").content.decode()
    for expected in ("/agent/", None):
        fresh = Client()
        fresh.post("/login", {"username": ann.email, "password": PASSWORD})
        response = fresh.post("/login/code", {"code": codes[0]})
        assert response.headers.get("Location") == expected


@pytest.mark.usefixtures("still_clock")
def test_guessing_codes_is_limited(client: Client, ann: User) -> None:
    secret, _ = set_up(client, ann)
    ThrottleRow.objects.all().delete()
    fresh = Client()
    fresh.post("/login", {"username": ann.email, "password": PASSWORD})
    for _ in range(CODE_TRIES):
        fresh.post("/login/code", {"code": "000000"})
    page = fresh.post("/login/code", {"code": code_for(secret)}).content.decode()
    assert "Too many wrong codes" in page
    assert fresh.get("/profile").status_code == 302


def test_a_trusted_browser_is_not_asked_again(client: Client, ann: User) -> None:
    secret, _ = set_up(client, ann)
    fresh = Client()
    fresh.post("/login", {"username": ann.email, "password": PASSWORD})
    fresh.post("/login/code", {"code": code_for(secret), "trust": "1"})
    fresh.post("/logout")
    assert fresh.post("/login", {"username": ann.email, "password": PASSWORD})["Location"] == "/agent/"
    assert Client().post("/login", {"username": ann.email, "password": PASSWORD})["Location"] == "/login/code"


def test_a_code_that_was_seen_by_others_is_worth_nothing(client: Client, ann: User) -> None:
    secret, _ = set_up(client, ann)
    code = code_for(secret)
    locations = []
    for _ in range(2):
        fresh = Client()
        fresh.post("/login", {"username": ann.email, "password": PASSWORD})
        locations.append(fresh.post("/login/code", {"code": code}).headers.get("Location"))
    assert locations == ["/agent/", None]


@pytest.mark.django_db(transaction=True)
def test_each_change_is_told_and_kept(client: Client, ann: User) -> None:
    mail.outbox = []
    set_up(client, ann)
    confirmed(client, ann)
    assert client.post("/profile/security/app/remove").status_code == 302
    changes = AuditEntry.objects.filter(item_kind="user", item_id=ann.pk, action="user.factor_changed")
    assert [entry.data["change"] for entry in changes.order_by("id")] == [
        "totp_activated",
        "totp_deactivated",
    ]
    assert "an authenticator app was set up" in mail.outbox[0].body
    assert not Authenticator.objects.exists()


@pytest.mark.parametrize(
    "path", ["app", "codes", "codes/new", "passkeys/new", "passkeys/1", "passkeys/1/remove"]
)
def test_strangers_are_sent_to_the_door(client: Client, db: None, path: str) -> None:
    assert client.get(f"/profile/security/{path}")["Location"].startswith("/login?next=")
