"""The mail settings in a real browser, against a real mailbox: by keyboard, on small and dark screens."""

from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from accounts.models import User
from mail.models import EmailTemplate, MailAccount, MailHourly, SmtpAccount
from organization.models import Brand, Department
from tests.accounts.test_in_a_browser import enter, faults
from tests.factories.accounts import administrator
from tests.mail.test_settings_kept import letter, queued
from tests.servers.dovecot import DovecotServer

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "sqlite", reason="a page looks the same on every database"),
]
BOX = "help@northwind.example"


@pytest.fixture
def admin() -> User:
    return administrator("Admin")


@pytest.fixture
def support() -> Department:
    brand = Brand.objects.create(name="Northwind Hosting", is_default=True, colour="#0b666a")
    Brand.objects.create(name="Skiff Domains", host="skiff.localhost")
    return Department.objects.create(brand=brand, name="Support")


@pytest.fixture
def mailbox(support: Department, dovecot_server: DovecotServer) -> MailAccount:
    dovecot_server.add_user(BOX, "right")
    return MailAccount.objects.create(
        department=support,
        address=BOX,
        host=dovecot_server.host,
        port=dovecot_server.ports.imaps,
        verify_certificate=False,
        username=BOX,
        password="right",
        timeout=30,
    )


def test_the_connection_is_tested_with_a_right_and_a_wrong_password(
    page: Page, live_server: LiveServer, admin: User, mailbox: MailAccount
) -> None:
    enter(page, live_server.url, admin, to="/settings/mail")
    result = page.locator("#mail-result")
    page.get_by_role("button", name="Test connection").click()
    expect(result.get_by_role("heading", name="The mailbox works")).to_be_visible()
    expect(result.locator(".hd-checks li.ok")).to_have_count(4)

    page.get_by_role("link", name="Edit", exact=True).first.click()
    page.wait_for_url("**/in/*")  # with its scripts: without them the form is sent as a whole page
    page.get_by_label("Password", exact=True).fill("wrong")
    page.get_by_role("button", name="Test and save").click()
    tried = page.locator("#mail-tried")
    expect(tried.get_by_role("heading", name="The mailbox refuses the password")).to_be_visible()
    expect(tried.locator(".hd-checks li.bad")).to_contain_text("Sign in as " + BOX)
    expect(tried.locator(".hd-checks li.skip .end")).to_have_text("not tried")
    expect(page.get_by_label("Password", exact=True)).to_have_value("wrong")  # nothing is typed twice
    assert MailAccount.objects.get().password == "right"

    page.get_by_role("button", name="Save without test").click()
    expect(page.get_by_role("heading", name="Accounts")).to_be_visible()
    page.wait_for_load_state()  # keys work as soon as the page is whole
    page.keyboard.press("t")
    expect(result.get_by_role("heading", name="The mailbox refuses the password")).to_be_visible()
    expect(result.get_by_text("What to do")).to_be_visible()
    assert MailAccount.objects.get().password == "wrong"


def test_another_account_is_selected_by_keyboard(
    page: Page, live_server: LiveServer, admin: User, mailbox: MailAccount
) -> None:
    other = SmtpAccount.objects.create(host="smtp.northwind.example", port=587, security="starttls")
    enter(page, live_server.url, admin, to=f"/settings/mail?account=in-{mailbox.pk}")
    page.get_by_role("radio", name=BOX).focus()
    page.keyboard.press("ArrowDown")
    expect(page.locator("#account-title")).to_have_text("smtp.northwind.example")
    expect(page.get_by_role("button", name="Send now")).to_be_visible()
    expect(page.get_by_role("radio", name="smtp.northwind.example")).to_be_focused()
    assert page.url.endswith(f"account=out-{other.pk}")
    page.get_by_role("button", name="Delete", exact=True).click()
    gone = page.get_by_role("button", name="Delete the account")
    expect(gone).to_be_disabled()
    page.locator("#mail-delete-word").fill("smtp.northwind.example")
    gone.click()
    expect(page.get_by_role("radio")).to_have_count(1)
    assert not SmtpAccount.objects.exists()


def test_a_template_is_written_with_variables_and_a_preview_that_follows(
    page: Page, live_server: LiveServer, admin: User, support: Department
) -> None:
    enter(page, live_server.url, admin, to="/settings/mail/templates/ticket_reply/en/0")
    shown = page.frame_locator("#preview-box iframe").last
    expect(shown.get_by_role("heading", level=1)).to_contain_text("482-6566F3A1-00C4")
    page.get_by_label("Subject").fill("For ")
    page.get_by_role("button", name="#CUSTOMERNAME#").click()
    expect(page.get_by_label("Subject")).to_have_value("For #CUSTOMERNAME#")
    expect(shown.get_by_role("heading", level=1)).to_have_text("For Cleo Marsh")
    expect(page.locator("#preview-box iframe")).to_have_count(1)
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("button", name="Reset")).to_be_visible()
    assert EmailTemplate.objects.get().subject == "For #CUSTOMERNAME#"


def story(support: Department, mailbox: MailAccount) -> None:
    """Accounts in every state, a day of mail, dead letters, a queue."""
    hour = timezone.now().replace(minute=0, second=0, microsecond=0)
    mailbox.last_ok_at = timezone.now()
    mailbox.save()
    known = {"port": 995, "department": support, "protocol": "pop3", "username": "abuse", "password": "x"}
    abuse = MailAccount.objects.create(
        **known,
        address="abuse@northwind.example",
        host="pop.northwind.example",
        failures=4,
        waiting=12,
        last_error="login: -ERR [AUTH] invalid credentials",
        last_error_at=timezone.now(),
        last_ok_at=hour,
        next_at=timezone.now() + timedelta(minutes=2),
    )
    MailAccount.objects.create(
        **known, address="hello@skiff.example", host="pop.skiff.example", is_active=False
    )
    desk = {"port": 587, "security": "starttls", "username": "desk", "last_ok_at": hour}
    server = SmtpAccount.objects.create(**desk, host="smtp.northwind.example", brand=support.brand)
    for number in range(24):
        at = hour - timedelta(hours=number)
        for direction, account in (("in", mailbox.pk), ("in", abuse.pk), ("out", server.pk)):
            if account != abuse.pk or number > 5:
                good = (number * 7 + account * 3) % 11
                MailHourly.objects.create(direction=direction, account_id=account, hour=at, good=good)
    letter(1, account=mailbox, subject="=?x-unknown?Q?Best=E4tigung_4711?=")
    letter(2, account=mailbox, subject="Scans of all contracts", is_complete=False, reason="mail.too_large")
    queued(1, state="failed", refused=[["otto@customer.example", 550, "no such user"]], account=server)


PAGES = (
    "",
    "/in/new",
    "/out/new",
    "/kept",
    "/kept/{kept}",
    "/queue",
    "/templates",
    "/templates/ticket_reply/en/0",
)


@pytest.mark.parametrize("width", [1440, 360])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_and_nothing_is_cut_off(
    theme: str, width: int, browser: Browser, live_server: LiveServer, admin: User, mailbox: MailAccount
) -> None:
    story(mailbox.department, mailbox)
    kept = letter(3, error="Traceback").pk
    context = browser.new_context(
        viewport={"width": width, "height": 900},
        color_scheme="dark" if theme == "dark" else "light",
        reduced_motion="reduce",
        bypass_csp=True,
    )
    page = context.new_page()
    enter(page, live_server.url, admin, to="/settings/mail")
    expect(page.get_by_role("heading", name="Accounts")).to_be_visible()
    found: list[str] = []
    for path in PAGES:
        page.goto(f"{live_server.url}/settings/mail{path.format(kept=kept)}")
        expect(page.locator("html")).to_have_attribute("data-bs-theme", theme)
        found += [f"{path}: {one}" for one in faults(page)]
    context.close()
    assert not found, "\n".join(found)
