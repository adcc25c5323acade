"""A person at an empty desk: admin/admin, every step with a mistake on the way, to the first ticket."""

import re
from collections.abc import Callable, Iterator

import pytest
from django.db import connection
from playwright.sync_api import Browser, Page, expect

from tests.accounts.test_in_a_browser import faults
from tests.main_job.town import Town, text_of
from tests.servers.dovecot import DovecotServer
from tests.servers.fixtures import DeskFactory
from tests.servers.smtp import Received, SmtpServer
from tests.wizards.company.conftest import SETUP
from tests.wizards.company.new_desk import PASSWORD, new_desk
from tests.wizards.company.test_brand import PNG
from wizards.selectors.steps import KEYS

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        connection.vendor != "sqlite", reason="the other databases are asked without a browser"
    ),
]
WAIT = 60_000
Window = Callable[..., Page]


@pytest.fixture
def town(desk_factory: DeskFactory, dovecot_server: DovecotServer, smtp_server: SmtpServer) -> Iterator[Town]:
    """The desk's mail goes into the mailboxes of its people."""

    def carry(one: Received) -> None:
        for address in one.recipients:
            if (dovecot_server.folder / "users" / address).exists():
                dovecot_server.deliver(address, one.raw)

    smtp_server.deliver = carry
    with new_desk("sqlite", desk_factory, licensed=True) as desk:
        box = dovecot_server.add_user(f"help-{desk.port}@northwind.example", "right")
        yield Town(desk, dovecot_server, smtp_server.port, {"imap": box})


@pytest.fixture
def window(browser: Browser, town: Town) -> Iterator[Window]:
    """A browser of its own for each person."""
    made = []

    def open_one(width: int = 1280, scheme: str = "light", state: object = None) -> Page:
        context = browser.new_context(
            base_url=town.desk.base_url,
            viewport={"width": width, "height": 860},
            color_scheme="dark" if scheme == "dark" else "light",
            reduced_motion="reduce",
            bypass_csp=True,  # for axe
            locale="en-GB",
            storage_state=state,  # type: ignore[arg-type]  # as another context gave it
        )
        context.set_default_timeout(WAIT)
        made.append(context)
        return context.new_page()

    yield open_one
    for context in made:
        context.close()


def onward(page: Page) -> None:
    page.locator("#setup-on").click()


def heading(page: Page, text: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(text)
    page.wait_for_load_state()  # before that a form is sent without script, and forgets the chosen file


def choose_password(page: Page) -> None:
    """admin/admin opens one page only, until a password is chosen."""
    page.goto("/login")
    expect(page.get_by_text("This desk is new.")).to_be_visible()
    page.get_by_label("E-mail or user name").fill("admin")
    page.get_by_label("Password", exact=True).fill("admin")
    page.keyboard.press("Enter")
    heading(page, "Choose a password")
    page.goto("/agent/")
    heading(page, "Choose a password")
    page.get_by_label("Your name").fill("Ada Holm")
    page.get_by_label("E-mail").fill("ada@northwind.example")
    page.get_by_label("New password").fill(PASSWORD)
    page.get_by_label("Once more").fill("something else")
    page.keyboard.press("Enter")
    expect(page.get_by_text("The two passwords are not the same.")).to_be_visible()
    expect(page.get_by_label("Your name")).to_have_value("Ada Holm")
    page.get_by_label("New password").fill(PASSWORD)
    page.get_by_label("Once more").fill(PASSWORD)
    page.keyboard.press("Enter")


def make_brand(page: Page, box: str) -> None:
    heading(page, "Who are you to your customers?")
    page.get_by_label("Name", exact=True).fill("Northwind Hosting")
    page.get_by_label("E-mail address").fill(box)
    page.get_by_label("Host name").fill("https://help.northwind.example")
    page.get_by_label("Logo").set_input_files({"name": "logo.png", "mimeType": "image/png", "buffer": PNG})
    onward(page)
    expect(page.get_by_text("Only the name itself, without https://")).to_be_visible()
    assert page.get_by_label("Logo").evaluate("field => field.files.length") == 1  # not chosen twice
    page.get_by_label("Host name").fill("help.northwind.example")
    onward(page)


def make_places(page: Page) -> None:
    heading(page, "Who does what?")
    page.get_by_role("link", name="Shop").click()
    names = page.get_by_label("Name of the department")
    expect(names.first).to_have_value("Orders")
    names.nth(1).fill("orders")
    page.locator("button[value='group-0']").click()
    page.locator("#d0-g2").fill("Parcels")
    page.locator("#d0-g2").press("Enter")
    expect(page.get_by_text("There is a department “orders” already.")).to_be_visible()
    expect(page.get_by_text("1 name to correct")).to_be_visible()
    expect(page.locator("#d0-g2")).to_have_value("Parcels")
    names.nth(1).fill("Products")
    onward(page)


def invite(page: Page, ann: str) -> None:
    heading(page, "Who answers?")
    page.get_by_label("You work in").select_option(label="Orders · Front Line")
    first = page.get_by_role("group", name="Agent 1")
    first.get_by_label("Name").fill("Ann Keller")
    first.get_by_label("E-mail").fill("ann")
    onward(page)
    expect(page.get_by_text("1 entry to correct")).to_be_visible()
    first.get_by_label("E-mail").fill(ann)
    onward(page)


def connect_mail(page: Page, town: Town) -> None:
    heading(page, "Where does mail come from?")
    into = page.get_by_role("region", name="Mail that comes in")
    out = page.get_by_role("region", name="Mail that goes out")
    into.get_by_label("Server", exact=True).fill(town.dovecot.host)
    into.get_by_label("Port").fill(str(town.dovecot.ports.imaps))
    into.get_by_label("Password", exact=True).fill("wrong")
    into.get_by_label("Check the server’s certificate").uncheck()
    out.get_by_label("Server", exact=True).fill("127.0.0.1")
    out.get_by_label("Port").fill(str(town.mx_port))
    out.get_by_text("Everybody on the way can read it").click()
    out.get_by_label("Same user name and password as the mailbox").uncheck()
    onward(page)
    expect(page.get_by_role("heading", name="The mailbox refuses the password")).to_be_visible()
    expect(page.get_by_role("heading", name="The server works")).to_be_visible()
    expect(into.get_by_label("Password", exact=True)).to_have_value("wrong")
    into.get_by_label("Password", exact=True).fill("right")
    onward(page)


def look_at_files(page: Page) -> None:
    heading(page, "Where are files kept?")
    page.get_by_role("button", name="Test", exact=True).click()
    expect(page.get_by_role("heading", name="Files can be written, read and removed")).to_be_visible()
    onward(page)
    heading(page, "The desk is open")


def write_ticket(page: Page) -> None:
    page.goto("/submit")
    expect(page.locator("img.pt-logo")).to_be_visible()
    page.get_by_label("Orders", exact=False).first.check(force=True)
    page.get_by_label("Your name").fill("Cleo Marsh")
    page.get_by_label("Your e-mail address").fill("cleo@customers.example")
    page.get_by_label("Subject").fill("Only blue pages")
    page.get_by_label("What happens?").fill("The printer prints only blue pages.")
    page.locator("form[action='/submit'] button.btn-primary").click()
    expect(page.get_by_role("heading", name="Your ticket has arrived")).to_be_visible()


def come_to_work(page: Page, town: Town, ann: str) -> None:
    """The invitation's link, a password, and the ticket."""
    text = text_of(town.mail_with(ann, "/account/invite/"))
    link = re.search(r"http\S+/account/invite/\S+", text)
    assert link, text
    page.goto(link[0])
    page.get_by_label("New password").fill(PASSWORD)
    page.get_by_label("Once more").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/agent/**")
    page.goto("/agent/tickets?view=queue")
    expect(page.locator("#rows .hd-row", has_text="Only blue pages")).to_be_visible()


def test_from_admin_admin_to_the_first_ticket(window: Window, town: Town) -> None:
    ada, ann = window(), town.dovecot.add_user(f"ann-{town.desk.port}@northwind.example")
    choose_password(ada)
    make_brand(ada, town.boxes["imap"])
    make_places(ada)
    invite(ada, ann)
    connect_mail(ada, town)
    look_at_files(ada)
    write_ticket(window())
    come_to_work(window(), town, ann)

    state = ada.context.storage_state()
    found = []
    for width, scheme in ((1280, "light"), (360, "dark")):
        page = window(width, scheme, state)
        for key in KEYS:
            page.goto(f"{SETUP}/{key}")
            found += [f"{key} {width}: {one}" for one in faults(page)]
    assert not found, "\n".join(found)
