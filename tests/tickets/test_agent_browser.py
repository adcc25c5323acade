"""The workspace in a real browser: the keyboard, the writer with its Undo, and nothing for axe to find."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from playwright.sync_api import Browser, Page, Response, expect
from pytest_django.live_server_helper import LiveServer

from accounts.models import User
from tests.house.browser import AT_REST
from tests.tickets.conftest import Cast
from tickets import services
from tickets.models import Status, Ticket

Open = Callable[..., Ticket]
AXE = next((Path(__file__).parents[1] / "vendor" / "axe-core").glob("axe*.js"))

# Text and Ctrl+Enter before the browser draws again, as on a machine that is too busy to follow the fingers.
HURRY = """() => {
  document.execCommand("insertText", false, "All of it arrives, to the end.");
  document.activeElement.dispatchEvent(
    new KeyboardEvent("keydown", {key: "Enter", ctrlKey: true, bubbles: true, cancelable: true}));
}"""

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _threads(monkeypatch: pytest.MonkeyPatch) -> None:
    """Playwright's loop runs in this thread; the database is used between its calls only."""
    monkeypatch.setitem(os.environ, "DJANGO_ALLOW_ASYNC_UNSAFE", "1")


def session_of(user: User) -> str:
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = "accounts.backends.PasswordBackend"
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    return str(session.session_key)


@pytest.fixture
def desk(browser: Browser, live_server: LiveServer, cast: Cast) -> Iterator[Callable[..., Page]]:
    """A page as Ann; `width` and `dark` as asked."""
    contexts = []

    def enter(user: User = cast.ann, width: int = 1440, *, dark: bool = False) -> Page:
        context = browser.new_context(
            base_url=live_server.url,
            viewport={"width": width, "height": 900},
            color_scheme="dark" if dark else "light",
        )
        contexts.append(context)
        name = settings.SESSION_COOKIE_NAME
        context.add_cookies([{"name": name, "value": session_of(user), "url": live_server.url}])
        return context.new_page()

    yield enter
    for context in contexts:
        context.close()


def opened(page: Page, subject: str) -> None:
    """The ticket's page is there, and its scripts listen."""
    expect(page.locator(".hd-thead h1")).to_have_text(subject)
    page.wait_for_load_state("load")


def test_a_queue_is_worked_by_keyboard(desk: Callable[..., Page], cast: Cast, open_ticket: Open) -> None:
    tickets = [open_ticket(subject=f"Number {n}") for n in range(4)]
    page = desk()
    page.goto("/agent/tickets?view=queue")
    for key in ("j", "j", "x", "j", "Shift+X"):
        page.keyboard.press(key)
    expect(page.locator("[data-bulk-count]")).to_have_text("2")
    page.keyboard.press("e")
    expect(page.locator("[data-toast] .text")).to_have_text("2 tickets closed")
    page.wait_for_load_state()  # it is a new page: its scripts know "z"
    assert sorted(Ticket.objects.values_list("status", flat=True)) == [1, 1, 3, 3]
    page.locator(".hd-hints").click()
    page.keyboard.press("z")
    expect(page.locator("#rows .hd-row")).to_have_count(4)
    page.wait_for_load_state()  # and a new one again
    assert set(Ticket.objects.values_list("status", flat=True)) == {Status.ACTIVE}
    names = page.locator("#rows .go").all_inner_texts()
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    opened(page, names[0])
    page.keyboard.press("j")
    opened(page, names[1])
    page.keyboard.press("u")
    expect(page).to_have_url("/agent/tickets?view=queue")
    assert len(tickets) == 4


def kept(answer: Response, text: str) -> bool:
    """It is the server's word that the whole text is in the draft."""
    return answer.url.endswith("/draft") and text in (answer.request.post_data or "")


def test_a_reply_is_sent_and_taken_back(desk: Callable[..., Page], cast: Cast, open_ticket: Open) -> None:
    ticket = open_ticket()
    page = desk()
    page.goto(f"/agent/tickets/{ticket.number}")
    page.keyboard.press("r")
    with page.expect_response(lambda answer: kept(answer, "I will call you.")):
        page.keyboard.type("I will call you.")
    expect(page.locator("[data-saved-note]")).to_contain_text("Draft saved")
    page.reload()
    expect(page.locator("trix-editor")).to_contain_text("I will call you.")
    page.locator("trix-editor").click()
    page.keyboard.press("Control+Enter")
    expect(page.locator(".hd-msg.agent")).to_contain_text("I will call you.")
    page.wait_for_load_state()
    expect(page.locator(".hd-pill").first).to_contain_text("Waiting")
    page.locator("h1").click()
    page.keyboard.press("z")
    expect(page.locator(".hd-msg.agent")).to_have_count(0)
    expect(page.locator("trix-editor")).to_contain_text("I will call you.")


def test_the_last_letters_are_sent_too(desk: Callable[..., Page], cast: Cast, open_ticket: Open) -> None:
    ticket = open_ticket(subject="In a hurry")
    page = desk()
    page.goto(f"/agent/tickets/{ticket.number}")
    opened(page, "In a hurry")
    page.keyboard.press("c")
    expect(page.locator("trix-editor:focus")).to_be_visible()
    page.evaluate(HURRY)
    expect(page.locator("#thread .hd-msg.note")).to_contain_text("All of it arrives, to the end.")


def test_properties_change_in_place(desk: Callable[..., Page], cast: Cast, open_ticket: Open) -> None:
    ticket = open_ticket()
    page = desk()
    page.goto(f"/agent/tickets/{ticket.number}")
    page.keyboard.press("a")
    page.locator("#assign-menu [role=option]").first.wait_for()
    page.keyboard.type("max")
    page.keyboard.press("Enter")
    expect(page.locator("#t-properties")).to_contain_text("Max Example")
    page.keyboard.press("p")
    page.keyboard.press("ArrowUp")
    page.locator("#priority-menu [data-value='4']").click()
    expect(page.locator("#t-properties")).to_contain_text("Urgent")
    expect(page.locator("#thread .hd-event, #thread .hd-fold").first).to_be_visible()
    page.get_by_label("Add a tag", exact=True).fill("vip")
    page.keyboard.press("Enter")
    expect(page.locator("#t-properties .hd-tag")).to_have_text("vip")


def test_new_words_appear_without_reloading(desk: Callable[..., Page], cast: Cast, open_ticket: Open) -> None:
    ticket = open_ticket()
    page = desk()
    page.goto(f"/agent/tickets/{ticket.number}")
    services.comment(
        ticket, actor=cast.max.actor, author=cast.max, content=services.Content(text="Mind the gap")
    )
    event = f"new CustomEvent('hd:message', {{detail: {{channel: 'ticket:{ticket.pk}'}}}})"
    for _ in range(2):  # told twice, shown once
        page.evaluate(f"""() => new Promise(done => {{
            document.addEventListener("htmx:afterRequest", done, {{once: true}});
            document.dispatchEvent({event});
        }}).then(() => 1)""")  # the answer has come and is in its place
        expect(page.locator("#thread .hd-msg.note")).to_have_count(1)
    expect(page.locator("#thread .hd-msg.note")).to_contain_text("Mind the gap")


def test_the_palette_finds_and_does(desk: Callable[..., Page], cast: Cast, open_ticket: Open) -> None:
    open_ticket(subject="Zebra crossing")
    page = desk()
    page.goto("/agent/tickets")
    page.keyboard.press("Control+k")
    page.keyboard.type("zebra")
    page.locator("#palette-list a", has_text="Zebra crossing").wait_for()
    page.keyboard.press("Enter")
    expect(page.locator(".hd-thead h1")).to_have_text("Zebra crossing")


@pytest.mark.parametrize(
    "path", ["/agent/tickets", "/agent/tickets?view=mine", "{ticket}", "/agent/new", "/agent/search?q=mail"]
)
@pytest.mark.parametrize(("width", "dark"), [(1440, False), (360, True)])
def test_axe_finds_nothing(
    desk: Callable[..., Page], cast: Cast, open_ticket: Open, path: str, width: int, dark: bool
) -> None:
    ticket = open_ticket(tags=("vip",), priority=4)
    services.comment(ticket, actor=cast.max.actor, author=cast.max, content=services.Content(text="A note"))
    services.reply(ticket, actor=cast.ann.actor, author=cast.ann, content=services.Content(text="Hello"))
    page = desk(width=width, dark=dark)
    page.goto(path.format(ticket=f"/agent/tickets/{ticket.number}"))
    page.wait_for_load_state("networkidle")
    page.evaluate(AT_REST)
    # evaluated by the browser's own channel, which the page's policy does not bind
    page.evaluate(AXE.read_text())
    tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
    found = page.evaluate("tags => axe.run(document, {runOnly: tags})", tags)
    wrong = [(rule["id"], [node["html"][:160] for node in rule["nodes"]]) for rule in found["violations"]]
    assert not wrong, wrong
    overflow = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    assert overflow <= 0
