"""A real browser. One process a session, one clean context (cookies, storage) a test."""

from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, Error, Keyboard, Page, expect, sync_playwright

from tests.servers.process import find_program

FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # every brand is reached under <name>.localhost, also where the resolver does not know that
    "--host-resolver-rules=MAP *.localhost 127.0.0.1",
)

SECONDS_TO_APPEAR = 60  # only what never comes takes so long
# A browser throws away what is typed before it has drawn a page, and a page does not know its keys before
# its scripts have run; a person would not have typed them.
DRAWN = """() => new Promise(done => {
  requestAnimationFrame(() => requestAnimationFrame(done));
  setTimeout(done, 5000);
})"""
_of_the_page = Page.keyboard.fget  # type: ignore[attr-defined]  # a property, seen from its class


def _keyboard(page: Page) -> Keyboard:
    try:
        page.wait_for_load_state()
        page.evaluate(DRAWN)
    except Error:  # it went to another page meanwhile
        page.wait_for_load_state()
        page.evaluate(DRAWN)
    keyboard: Keyboard = _of_the_page(page)
    return keyboard


@contextmanager
def running() -> Iterator[Browser]:
    program = find_program("chromium")
    assert program
    Page.keyboard = property(_keyboard)  # type: ignore[assignment]
    expect.set_options(timeout=1000 * SECONDS_TO_APPEAR)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=list(FLAGS))
        try:
            yield browser
        finally:
            browser.close()
