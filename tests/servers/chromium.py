"""A real browser. One process a session, one clean context (cookies, storage) a test."""

from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, sync_playwright

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


@contextmanager
def running() -> Iterator[Browser]:
    program = find_program("chromium")
    assert program
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=list(FLAGS))
        try:
            yield browser
        finally:
            browser.close()
