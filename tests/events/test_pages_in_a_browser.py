"""The editor of a rule in a real browser: one rule written, tried and saved, without a fault for anybody."""

import re

import pytest
from django.db import connection
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from common.actor import SYSTEM
from common.models import OutboxRow
from events.models import Rule
from tests.accounts.test_in_a_browser import enter, faults
from tests.events.pages import CREATED
from tests.factories.accounts import administrator

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "sqlite", reason="a page looks the same on every database"),
]


class Editor:
    """The page, with a wait for the answer after each choice that draws the form anew."""

    def __init__(self, page: Page) -> None:
        self.page, self.form = page, page.locator("#rule-form")

    def choose(self, label: str, value: str) -> None:
        with self.page.expect_response(lambda answer: answer.request.method == "POST"):
            self.page.get_by_label(label, exact=True).select_option(value)
        expect(self.form).not_to_have_class(re.compile("htmx-request"))


def test_a_rule_is_written_tried_and_saved(page: Page, live_server: LiveServer) -> None:
    args = {"subject": "All is down", "ticketNumber": "168-00000001-0001"}
    OutboxRow.objects.create(
        event_id=CREATED, item_kind="ticket", item_id=1, args=args, state=1, **SYSTEM.columns
    )
    enter(page, live_server.url, administrator("Admin"), to="/settings/rules/new")
    editor = Editor(page)
    page.get_by_label("Name", exact=True).fill("Down first")
    editor.choose("Event", str(CREATED))
    page.get_by_role("button", name="Condition", exact=True).click()
    expect(page.get_by_label("Field", exact=True)).to_be_focused()
    editor.choose("Field", "subject")
    editor.choose("Comparison", "contains")
    page.get_by_label("Value", exact=True).fill("down")
    editor.choose("Action to add", "log_file")
    expect(page.get_by_role("textbox", name="File")).to_be_focused()
    page.get_by_role("button", name="Try it").click()
    expect(page.get_by_text("would match, of 1 event.")).to_be_visible()
    expect(page.get_by_role("link", name="All is down")).to_be_visible()
    assert faults(page) == []
    expect(page.get_by_text("Changed, not saved")).to_be_visible()
    page.keyboard.press("Control+s")
    page.wait_for_url(re.compile(r"/settings/rules/\d+$"))
    expect(page.get_by_role("heading", name="Down first")).to_be_visible()
    expect(page.get_by_text("Changed, not saved")).to_have_count(0)
    rule = Rule.objects.get()
    assert rule.conditions == {"all": [{"key": "subject", "op": "contains", "value": "down"}]}
    page.set_viewport_size({"width": 360, "height": 740})
    assert faults(page) == []
