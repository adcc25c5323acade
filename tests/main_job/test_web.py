"""A guest's problem from the portal to its end, in a browser from both sides, with the mails between."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.live.company import PASSWORD
from tests.main_job.town import Town, answer_to, link_in

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("main_job")]
SAME = "window.isStillThisPage = true"
IS_SAME = "window.isStillThisPage === true"


@pytest.fixture
def window(browser: Browser, place: Town) -> Iterator[Callable[[], Page]]:
    """A browser of its own for each person."""
    contexts = []

    def make() -> Page:
        context = browser.new_context(
            base_url=place.desk.base_url, viewport={"width": 1440, "height": 900}, locale="en-GB"
        )
        context.set_default_timeout(30_000)
        contexts.append(context)
        return context.new_page()

    yield make
    for context in contexts:
        context.close()


def sign_in(page: Page, name: str) -> None:
    page.goto("/login")
    page.fill("input[name=username]", name)
    page.fill("input[name=password]", PASSWORD)
    page.press("input[name=password]", "Enter")
    page.wait_for_url(lambda url: "/login" not in url)


def write(page: Page, key: str) -> None:
    """Opens the editor by its key; what is typed before it stands there would be taken for keys."""
    page.wait_for_load_state("load")
    for _ in range(20):  # a jump to the new message at the end of loading takes the focus away again
        page.keyboard.press(key)
        page.wait_for_timeout(500)
        if page.locator("trix-editor:focus").count():
            return
    raise AssertionError("the editor does not open")


def submit(page: Page, address: str, subject: str) -> None:
    page.goto("/submit")
    page.get_by_label("Support", exact=False).first.check(force=True)
    page.get_by_label("Your name").fill("Gwen Guest")
    page.get_by_label("Your e-mail address").fill(address)
    page.get_by_label("Subject").fill(subject)
    page.get_by_label("What happens?").fill("The printer prints only blue pages.")
    page.locator("form[action='/submit'] button.btn-primary").click()
    expect(page.get_by_role("heading", name="Your ticket has arrived")).to_be_visible()


def test_a_problem_is_solved(place: Town, window: Callable[[], Page]) -> None:
    subject = "Only blue pages"
    address = place.customer("gwen")
    ann, gwen = window(), window()
    sign_in(ann, "ann")
    ann.goto("/agent/tickets?view=queue")
    ann.evaluate(SAME)

    submit(gwen, address, subject)
    row = ann.locator("#rows .hd-row", has_text=subject)
    news = ann.locator("[data-reload]")  # rows do not move under the agent's hand; they are announced
    expect(news).to_be_visible()
    assert ann.evaluate(IS_SAME), "the list was loaded anew; it should have been told"
    news.click()
    expect(row).to_be_visible()
    place.mail_with(address, "only blue pages")

    row.locator(".go").click()
    expect(ann.locator(".hd-thead h1")).to_have_text(subject)
    write(ann, "c")
    ann.keyboard.type("Gwen has the old model.")
    ann.keyboard.press("Control+Enter")
    expect(ann.locator("#thread .hd-msg.note")).to_contain_text("the old model")
    write(ann, "r")
    ann.keyboard.type("Please change the black cartridge.")
    ann.keyboard.press("Control+Enter")
    expect(ann.locator("#thread .hd-msg.agent")).to_contain_text("black cartridge")
    expect(ann.locator("[data-toast]").get_by_text("Undo")).to_be_visible()

    mail = place.mail_with(address, "Please change the black cartridge.")
    assert "the old model" not in mail.as_string(), "a comment is for agents only"
    ann.goto(ann.url.partition("#")[0].partition("?")[0])
    ann.evaluate(SAME)
    gwen.goto(link_in(mail))
    expect(gwen.get_by_text("Please change the black cartridge.").first).to_be_visible()
    assert gwen.get_by_text("the old model").count() == 0
    gwen.get_by_label("Your reply").fill("It is green now.")
    gwen.get_by_role("button", name="Send reply").click()
    expect(gwen.get_by_text("Your reply is in.")).to_be_visible()
    expect(ann.locator("#thread")).to_contain_text("It is green now.")
    assert ann.evaluate(IS_SAME), "the ticket was loaded anew; it should have been told"

    ann.locator("h1").click()
    ann.keyboard.press("e")
    expect(ann.locator("#t-head")).to_contain_text("Closed")
    place.send(answer_to(mail, address, place.boxes["imap"], "Now it is red."))
    expect(ann.locator("#thread")).to_contain_text("Now it is red.")
    expect(ann.locator("#t-head")).to_contain_text("Active")
