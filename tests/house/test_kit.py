"""The parts of the pages in a real browser: readable by everybody, usable by keyboard, under the policy."""

import json
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, FilePayload, Page

from tests.house.browser import AT_REST
from tests.house.code import ROOT
from tests.house.kit_pages import ADDRESS, PAGES, Kit

AXE = (ROOT / "tests" / "vendor" / "axe-core" / "axe.min.js").read_text()
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
RUN = f"axe.run(document, {{runOnly: {json.dumps(RULES)}}}).then(found => JSON.stringify(found.violations))"


def part(posted: str, name: str) -> str:
    """The value of one field of what a form sent."""
    return posted.split(f'name="{name}"\r\n\r\n', 1)[1].split("\r\n--", 1)[0]


def violations(page: Page) -> list[str]:
    """What axe finds, run beside the page's own policy in an isolated world, once nothing moves any more."""
    page.evaluate(AT_REST)
    session = page.context.new_cdp_session(page)
    frame = session.send("Page.getFrameTree")["frameTree"]["frame"]["id"]
    world = session.send("Page.createIsolatedWorld", {"frameId": frame, "worldName": "axe"})
    context = world["executionContextId"]
    session.send("Runtime.evaluate", {"expression": f"{AXE};1", "contextId": context})
    ask = {"expression": RUN, "contextId": context, "awaitPromise": True, "returnByValue": True}
    found = json.loads(session.send("Runtime.evaluate", ask)["result"]["value"])
    return [f"{one['id']}: {node['html'][:160]}" for one in found for node in one["nodes"]]


@pytest.fixture
def kit() -> Kit:
    return Kit()


@pytest.fixture
def desk(browser: Browser, kit: Kit) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    context.set_default_timeout(30_000)
    context.route("**/*", kit)
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda line: errors.append(line.text) if "Content Security" in line.text else None)
    yield page
    context.unroute_all(behavior="ignoreErrors")  # a request may be under way when the page goes
    context.close()
    assert not errors


def open_page(page: Page, name: str) -> None:
    page.goto(f"{ADDRESS}/{name}")
    page.locator("html").wait_for()


@pytest.mark.parametrize("name", PAGES)
def test_nothing_for_axe_and_nothing_cut_off(desk: Page, name: str) -> None:
    open_page(desk, name)
    for theme in ("light", "dark"):
        desk.evaluate("theme => { document.documentElement.dataset.theme = theme }", theme)
        for width in (1440, 360):
            desk.set_viewport_size({"width": width, "height": 800})
            assert desk.locator("html").get_attribute("data-bs-theme") == theme
            assert violations(desk) == []
            assert not desk.evaluate("document.documentElement.scrollWidth > innerWidth + 1")


def test_the_theme_follows_the_reader_or_the_system(desk: Page, kit: Kit) -> None:
    desk.emulate_media(color_scheme="dark")
    open_page(desk, "sign")
    assert desk.locator("html").get_attribute("data-bs-theme") == "dark"
    kit.prefs = {"theme": "light"}
    open_page(desk, "sign")
    assert desk.locator("html").get_attribute("data-bs-theme") == "light"


def test_axe_sees_a_fault(desk: Page) -> None:
    open_page(desk, "sign")
    desk.evaluate("document.querySelector('label').remove()")
    assert violations(desk)


def test_a_list_is_walked_and_chosen_by_keyboard(desk: Page) -> None:
    open_page(desk, "agent")
    desk.keyboard.press("j")
    assert desk.locator(".hd-row.cur").get_attribute("id") == "t4"
    desk.keyboard.press("x")
    desk.keyboard.press("j")
    desk.keyboard.press("j")
    desk.keyboard.press("Shift+X")
    assert desk.locator("[data-bulk-count]").inner_text() == "4"  # t3 was chosen from the start
    desk.keyboard.press("a")
    desk.keyboard.type("max")
    assert desk.locator("#m-assign [role=option]:visible").count() == 1
    desk.evaluate("document.addEventListener('hd:pick', event => { document.title = event.detail.label })")
    desk.keyboard.press("Enter")
    assert desk.title() == "Max Weber"
    assert desk.evaluate("document.activeElement.id") == "bulk-assign"


def test_the_shortcuts_explain_themselves_and_can_be_switched_off(desk: Page) -> None:
    open_page(desk, "agent")
    desk.keyboard.press("g")
    desk.keyboard.press("q")
    desk.wait_for_url("**/agent#queue")
    desk.keyboard.press("?")
    assert "New ticket" in desk.locator("#keys").inner_text()
    desk.locator("[data-keys-switch]").click()
    desk.keyboard.press("Escape")
    desk.evaluate("document.activeElement.blur()")
    desk.keyboard.press("?")
    assert not desk.locator("#keys").is_visible()


def test_single_keys_are_silent_in_fields(desk: Page) -> None:
    open_page(desk, "ticket")
    desk.keyboard.press("r")
    desk.keyboard.type("jkxc?")
    assert desk.locator("trix-editor").inner_text().strip() == "jkxc?"
    assert desk.locator(".hd-editor").get_attribute("data-mode") == "reply"


def test_the_editor_keeps_a_draft_takes_files_and_sends(desk: Page, kit: Kit) -> None:
    open_page(desk, "ticket")
    desk.keyboard.press("c")
    desk.keyboard.type("Only")
    desk.keyboard.press("Control+b")
    desk.keyboard.type("us")
    desk.locator("[data-saved-note]", has_text="10:29").wait_for()
    file = FilePayload(name="a.txt", mimeType="text/plain", buffer=b"x")
    desk.locator("[data-pick-files]").set_input_files(files=[file])
    desk.locator("[data-files] input[name=upload]").wait_for(state="attached")
    desk.locator("trix-editor").click()
    with desk.expect_response("**/reply"):
        desk.keyboard.press("Control+Enter")
    desk.wait_for_url("**/reply")
    sent = dict(kit.posted)["/reply"]
    assert part(sent, "body") == "<div>Only<strong>us</strong></div>"
    assert part(sent, "mode") == "comment"
    assert 'name="upload"' in sent


def test_a_fast_hand_loses_neither_letters_nor_style(desk: Page, kit: Kit) -> None:
    """Everything is typed and sent before the browser draws a frame, as on a busy machine."""
    desk.add_init_script(
        "const draw = requestAnimationFrame; requestAnimationFrame = job => setTimeout(() => draw(job), 1500)"
    )
    open_page(desk, "ticket")
    desk.locator("trix-editor[connected]").wait_for(state="attached")
    desk.keyboard.press("c")
    desk.keyboard.type("Only")
    desk.keyboard.press("Control+b")
    desk.keyboard.type("us")
    desk.keyboard.press("Control+i")
    desk.keyboard.type("two")
    with desk.expect_response("**/reply"):
        desk.keyboard.press("Control+Enter")
    sent = dict(kit.posted)["/reply"]
    assert part(sent, "body") == "<div>Only<strong>us</strong><strong><em>two</em></strong></div>"


def test_a_dialog_waits_for_the_word(desk: Page) -> None:
    open_page(desk, "ticket")
    desk.get_by_label("Close ticket").click()
    assert desk.locator("#d1 .btn-danger").is_disabled()
    desk.locator("#er").fill("Marsh")
    assert desk.locator("#d1 .btn-danger").is_enabled()
    desk.keyboard.press("Escape")
    assert not desk.locator("#d1").is_visible()


def test_unsent_text_survives_a_reload(desk: Page) -> None:
    open_page(desk, "sign")
    form = "<form data-keep='k'><textarea name='words'></textarea></form>"
    add = "html => { const box = document.querySelector('.box'); box.insertAdjacentHTML('beforeend', html);"
    add += " box.lastElementChild.dispatchEvent(new CustomEvent('hd:added', {bubbles: true})) }"
    desk.evaluate(add, form)
    desk.locator("[name=words]").fill("still here")
    desk.reload()
    desk.locator("[data-reveal]:visible").wait_for()  # the scripts have run
    desk.evaluate(add, form)
    assert desk.locator("[name=words]").input_value() == "still here"
    desk.locator("[data-forget]").click()
    assert desk.locator("[name=words]").input_value() == ""


def test_one_stream_serves_all_tabs_and_goes_on_where_it_was(desk: Page, kit: Kit) -> None:
    listen = """document.addEventListener("hd:ticket.changed", event => {
        document.documentElement.dataset.heard = event.detail.channel })"""
    other = desk.context.new_page()
    open_page(desk, "agent")
    desk.evaluate(listen)
    open_page(other, "agent")
    other.evaluate(listen)
    for _ in range(600):
        if any("last=41" in query for query in kit.streams):
            break
        desk.wait_for_timeout(50)
    else:
        raise AssertionError(f"no stream went on where the last one was: {kit.streams}")
    other.locator("html[data-heard='ticket:5']").wait_for()
    desk.locator("html[data-heard='ticket:5']").wait_for()
    asked = len([path for path, _ in kit.posted if path == "/stream-ticket"])
    assert len(kit.streams) <= asked  # never two streams for one ticket


def test_it_says_when_the_server_does_not_answer(desk: Page) -> None:
    desk.context.route("**/stream-ticket", lambda route: route.abort())
    open_page(desk, "agent")
    desk.locator("[data-offline]:visible").wait_for()
