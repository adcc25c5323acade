"""The door in a real browser: keyboard, authenticator app, passkey; no fault on small or dark screens."""

import re
from pathlib import Path

import pytest
from django.db import connection
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from accounts.models import User
from accounts.services import sync_builtin_roles
from tests.accounts.test_second_factor import code_for
from tests.factories.accounts import PASSWORD, AgentFactory, CustomerFactory, administrator, named
from tests.house.browser import AT_REST

AXE = next((Path(__file__).parents[1] / "vendor" / "axe-core").rglob("axe*.js"))
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "sqlite", reason="a page looks the same on every database"),
]


@pytest.fixture
def cleo() -> User:
    sync_builtin_roles()
    return named(CustomerFactory, "Cleo")


def enter(page: Page, base: str, user: User, *, to: str = "/profile") -> None:
    page.goto(f"{base}/login?next={to}")
    page.get_by_label("E-mail or user name").fill(user.email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def leave(page: Page) -> None:
    with page.expect_navigation():
        page.get_by_role("button", name="Sign out", exact=True).first.click()


def faults(page: Page) -> list[str]:
    page.evaluate(AT_REST)
    page.evaluate(AXE.read_text())
    result = page.evaluate("rules => axe.run(document, {runOnly: rules})", RULES)
    found = [f"{one['id']}: {one['nodes'][0]['target']}" for one in result["violations"]]
    if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
        found.append("wider than the screen")
    return found


def test_an_app_is_set_up_and_asked_for(page: Page, live_server: LiveServer, cleo: User) -> None:
    enter(page, live_server.url, cleo)
    page.get_by_role("link", name="Set up").click()
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Continue").click()
    page.get_by_text("The app cannot scan?").click()
    secret = page.locator(".hd-code code").inner_text()
    page.get_by_label("Six digits").fill(code_for(secret))
    page.get_by_role("button", name="Switch it on").click()
    expect(page.get_by_role("heading", name="Your recovery codes")).to_be_visible()
    codes = page.locator(".pt-codes code").all_inner_texts()
    page.get_by_role("link", name="I have kept them").click()
    expect(page.get_by_text("Second factor on")).to_be_visible()
    leave(page)
    enter(page, live_server.url, cleo)
    expect(page.get_by_role("heading", name="Enter your code")).to_be_visible()
    assert faults(page) == []
    page.get_by_label("Six digits").fill(codes[0])
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("heading", name="Your account")).to_be_visible()


def test_a_passkey_opens_the_door_alone(page: Page, live_server: LiveServer, cleo: User) -> None:
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    device = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    session.send("WebAuthn.addVirtualAuthenticator", {"options": device})
    enter(page, live_server.url, cleo)
    page.get_by_role("link", name="Add").click()
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Continue").click()
    page.get_by_label("Name").fill("laptop")
    assert faults(page) == []
    page.get_by_role("button", name="Add the passkey").click()
    expect(page.get_by_role("heading", name="Your recovery codes")).to_be_visible()
    page.goto(f"{live_server.url}/profile")
    expect(page.get_by_text("Passkey: laptop")).to_be_visible()
    leave(page)
    page.goto(f"{live_server.url}/login?next=/profile")
    page.get_by_role("button", name="Use a passkey").click()
    expect(page.get_by_role("heading", name="Your account")).to_be_visible()
    assert page.url == f"{live_server.url}/profile"


def test_a_passkey_that_is_not_there_is_said(page: Page, live_server: LiveServer, cleo: User) -> None:
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    session.send(
        "WebAuthn.addVirtualAuthenticator",
        {"options": {"protocol": "ctap2", "transport": "internal", "automaticPresenceSimulation": True}},
    )
    page.goto(f"{live_server.url}/login")
    page.get_by_role("button", name="Use a passkey").click()
    expect(page.get_by_text("The passkey was not used")).to_be_visible()


def test_the_password_can_be_shown(page: Page, live_server: LiveServer) -> None:
    page.goto(f"{live_server.url}/login")
    field = page.get_by_label("Password", exact=True)
    page.get_by_role("button", name="Show the password").click()
    expect(field).to_have_attribute("type", "text")


def test_a_signature_is_written(page: Page, live_server: LiveServer) -> None:
    ann = named(AgentFactory, "Ann")
    enter(page, live_server.url, ann)
    page.locator("trix-editor").click()
    page.keyboard.type("Kind regards, Ann")
    page.locator("#sig").get_by_role("button", name="Save").click()
    expect(page.locator("[data-toast] .text")).to_have_text("Saved")
    expect(page.locator("trix-editor")).to_contain_text("Kind regards, Ann")
    ann.refresh_from_db()
    assert re.sub("<[^>]*>", "", ann.signature_html).strip() == "Kind regards, Ann"


PAGES = {
    "stranger": ["/login", "/register", "/account/password", "/account/reset/x.y"],
    "cleo": ["/profile", "/profile/email", "/profile/password", "/profile/confirm"],
    "admin": [
        "/profile",
        "/settings/agents",
        "/settings/agents?q=nobody",
        "/settings/agents/invite",
        "/settings/roles",
        "/settings/roles/new",
        "/settings/customers",
    ],
}


@pytest.mark.parametrize("who", PAGES)
def test_pages_are_for_everybody(browser: Browser, live_server: LiveServer, cleo: User, who: str) -> None:
    """axe and the width, wide and narrow, light and dark."""
    people = {"cleo": cleo, "admin": administrator()}
    paths = [
        *PAGES[who],
        *(
            [f"/settings/customers/{cleo.pk}", f"/settings/agents/{people['admin'].pk}"]
            if who == "admin"
            else []
        ),
    ]
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on(
        "console", lambda message: errors.append(message.text) if "Content Security" in message.text else None
    )
    if who in people:
        enter(page, live_server.url, people[who])
    found = {}
    for path in paths:
        for width, colours in ((1440, "light"), (360, "light"), (1440, "dark"), (360, "dark")):
            page.set_viewport_size({"width": width, "height": 900})
            page.emulate_media(color_scheme="dark" if colours == "dark" else "light")
            page.goto(f"{live_server.url}{path}")
            if wrong := faults(page):
                found[f"{path} {width} {colours}"] = wrong
    context.close()
    assert found == {}
    assert errors == []
