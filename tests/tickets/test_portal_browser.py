"""The portal in a real browser: one click too many, a reload too early, the answer that comes by itself."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from accounts.models import User
from accounts.services import sync_builtin_roles
from tests.factories.accounts import CustomerFactory
from tests.factories.organization import BrandFactory, DepartmentFactory
from tests.factories.tickets import TicketFactory
from tickets.models import Attachment, Message, Ticket
from tickets.selectors import guest_token


@pytest.fixture
def address(transactional_db: None, live_server: Any) -> str:
    """The portal of a brand with one department."""
    sync_builtin_roles()
    brand = BrandFactory.create(host=None, is_default=True)
    DepartmentFactory.create(brand=brand, name="Support")
    return str(live_server.url)


def fill(page: Page, address: str) -> None:
    page.set_default_timeout(30_000)
    page.goto(f"{address}/submit")
    page.get_by_label("Support").check()
    page.get_by_label("Your name").fill("Nora")
    page.get_by_label("Your e-mail address").fill("nora@new.example")
    page.get_by_label("Subject").fill("Mail bounces")
    page.get_by_label("What happens?").fill("Since last night.")


def test_a_double_click_makes_one_ticket(page: Page, address: str) -> None:
    fill(page, address)
    page.evaluate("const f = document.querySelector('form[data-keep]'); f.submit(); f.submit()")
    expect(page.get_by_role("heading", name="Your ticket has arrived")).to_be_visible()
    page.wait_for_load_state("networkidle")
    assert Ticket.objects.count() == 1


def test_text_and_files_survive_a_reload(page: Page, address: str) -> None:
    fill(page, address)
    page.set_input_files(
        "[data-drop-input]", {"name": "log.txt", "mimeType": "text/plain", "buffer": b"hello"}
    )
    page.wait_for_selector('input[name="upload"]', state="attached")
    page.reload()
    expect(page.get_by_label("What happens?")).to_have_value("Since last night.")
    expect(page.get_by_label("Subject")).to_have_value("Mail bounces")
    expect(page.get_by_text("log.txt")).to_be_visible()
    page.get_by_role("button", name="Send to the team").click()
    expect(page.get_by_role("heading", name="Your ticket has arrived")).to_be_visible()
    page.wait_for_load_state()  # its scripts have forgotten the text
    assert Attachment.objects.get().message == Message.objects.get()
    page.goto(f"{address}/submit")
    expect(page.get_by_label("What happens?")).to_have_value("")
    expect(page.get_by_text("log.txt")).to_have_count(0)


def test_a_file_that_was_still_on_its_way_is_named(page: Page, address: str) -> None:
    fill(page, address)
    page.route("**/uploads", lambda route: None)  # never answered
    page.set_input_files(
        "[data-drop-input]", {"name": "big.iso", "mimeType": "text/plain", "buffer": b"hello"}
    )
    page.reload()
    expect(page.get_by_text("choose again")).to_be_visible()
    expect(page.get_by_text("big.iso")).to_be_visible()


def test_it_works_without_scripts(browser: Any, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    fill(page, address)
    page.set_input_files(
        "input[type=file]", {"name": "log.txt", "mimeType": "text/plain", "buffer": b"hello"}
    )
    page.get_by_role("button", name="Send to the team").click()
    expect(page.get_by_role("heading", name="Your ticket has arrived")).to_be_visible()
    context.close()
    assert Attachment.objects.get().message == Message.objects.get()


def test_a_reply_by_link(page: Page, address: str) -> None:
    cleo: User = CustomerFactory.create(display_name="Cleo")
    ticket = TicketFactory.create(requester=cleo)
    page.goto(f"{address}/t/{guest_token(ticket, cleo)}/")
    page.get_by_label("Your reply").fill("One more thing")
    page.get_by_role("button", name="Send reply").click()
    expect(page.get_by_text("Your reply is in.")).to_be_visible()
    expect(page.locator("#thread").get_by_text("One more thing")).to_be_visible()
    expect(page.get_by_label("Your reply")).to_have_value("")
