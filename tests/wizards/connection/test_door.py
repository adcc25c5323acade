"""Only who can read the console may use the wizard."""

from django.test import Client

from wizards.connection import door

SECRET_PATHS = ("/", "/connection", "/tables", "/nothing-here")


def test_a_stranger_is_told_where_the_link_stands_and_nothing_else(stranger: Client) -> None:
    for path in SECRET_PATHS:
        answer = stranger.get(path)
        assert answer.status_code == 403
        assert "console" in answer.content.decode()
        assert "Engine" not in answer.content.decode()
        assert door.the_door.token not in answer.content.decode()


def test_a_stranger_can_change_nothing(stranger: Client) -> None:
    form = {"engine": "sqlite", "do": "create"}
    for path in ("/connection", "/tables/go", "/tables/back"):
        assert stranger.post(path, form).status_code == 403
    assert not list(stranger.cookies.get(door.COOKIE, ()))


def test_the_token_lets_in_and_is_then_gone_from_the_address(stranger: Client) -> None:
    answer = stranger.get("/", {"token": door.the_door.token})
    assert (answer.status_code, answer["Location"]) == (302, "/")
    cookie = stranger.cookies[door.COOKIE]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert "Engine" in stranger.get("/", follow=True).content.decode()


def test_the_token_works_once(browser_of_the_admin: Client) -> None:
    late = Client(headers={"accept-language": "en"})
    answer = late.get("/", {"token": door.the_door.token})
    assert answer.status_code == 403
    assert "It works once" in answer.content.decode()
    again = browser_of_the_admin.get("/", {"token": door.the_door.token})
    assert again.status_code == 302  # who is in goes on


def test_a_forged_cookie_is_none(stranger: Client) -> None:
    stranger.cookies[door.COOKIE] = f"{door.cookie()}x"
    assert stranger.get("/connection").status_code == 403
    stranger.cookies[door.COOKIE] = door.cookie()
    assert stranger.get("/connection").status_code == 200


def test_guessing_ends_soon(stranger: Client) -> None:
    for _ in range(door.TRIES):
        assert stranger.get("/", {"token": "guess"}).status_code in {403, 429}
    closed = stranger.get("/", {"token": door.the_door.token})
    assert closed.status_code == 429
    assert "Too many wrong tokens" in closed.content.decode()
    elsewhere = Client(REMOTE_ADDR="192.0.2.7")
    assert elsewhere.get("/", {"token": door.the_door.token}).status_code == 302


def test_forms_must_come_from_our_own_pages(stranger: Client) -> None:
    careful = Client(enforce_csrf_checks=True)
    careful.get("/", {"token": door.the_door.token})
    answer = careful.post("/connection", {"engine": "sqlite", "do": "create"})
    assert answer.status_code == 403
    assert "load the page" in answer.content.decode()


def test_pages_are_not_kept_and_carry_the_policy(browser_of_the_admin: Client) -> None:
    answer = browser_of_the_admin.get("/connection")
    assert "no-store" in answer["Cache-Control"]
    assert "script-src 'self'" in answer["Content-Security-Policy"]
    assert answer["X-Frame-Options"] == "DENY"


def test_a_wrong_address_says_so(browser_of_the_admin: Client) -> None:
    assert browser_of_the_admin.get("/nothing-here").status_code == 404
