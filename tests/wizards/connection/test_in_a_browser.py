"""The whole way in a browser: from an empty folder to the sign-in page of the desk."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.wizards.connection.first_desk import FirstDesk

SLOW = 300_000  # milliseconds; a busy machine takes its time to make the tables and to start


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[FirstDesk]:
    with FirstDesk(tmp_path / "var") as started:
        assert isinstance(started, FirstDesk)
        yield started


def test_from_an_empty_folder_to_the_sign_in(desk: FirstDesk, page: Page) -> None:
    refused: list[str] = []
    page.on("console", lambda line: refused.append(line.text) if "Content Security" in line.text else None)
    page.goto(f"{desk.base_url}/?token={desk.token()}")
    expect(page.get_by_role("heading", name="Where are the tickets kept?")).to_be_visible()

    page.get_by_label("Host").fill("no-such-host.invalid")
    page.get_by_label("User").fill("desk")
    page.get_by_role("button", name="Test connection").click()
    expect(page.get_by_role("heading", name="The host name is not known")).to_be_visible(timeout=SLOW)
    expect(page.get_by_role("button", name="Create and continue")).to_be_disabled()

    page.get_by_text("MariaDB").click()
    expect(page.get_by_label("Port")).to_have_attribute("placeholder", "3306")
    page.get_by_text("SQLite").click()
    expect(page.get_by_label("Host")).to_be_hidden()
    page.get_by_role("button", name="Test connection").click()
    expect(page.get_by_role("heading", name="Everything needed is there")).to_be_visible(timeout=SLOW)
    page.get_by_role("button", name="Create and continue").click()

    expect(page).to_have_url(re.compile(r"/login"), timeout=SLOW)  # the page followed by itself
    expect(page.locator("input[type=password]")).to_be_visible(timeout=SLOW)
    assert refused == []
