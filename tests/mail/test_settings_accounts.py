"""Settings, E-mail: the list, the toolbar, the forms, and who may see them."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import User
from common.models import AuditEntry
from mail import services
from mail.models import MailAccount, MailHourly, SmtpAccount
from organization.models import Department
from tests.factories.accounts import AgentFactory, CustomerFactory, administrator, named
from tests.servers.dovecot import DovecotServer
from tests.servers.smtp import Mode, SmtpServer

PAGE = "/settings/mail"


def browser_of(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="accounts.backends.PasswordBackend")
    return client


@pytest.fixture
def admin(db: None) -> Client:
    return browser_of(administrator("Admin"))


def box(department: Department, address: str = "help@northwind.example", **values: Any) -> MailAccount:
    return MailAccount.objects.create(
        **{"department": department, "address": address, "host": "mail.northwind.example", "port": 993}
        | values
    )


def fields(account: dict[str, Any] | None = None) -> dict[str, Any]:
    return {
        "address": "help@northwind.example",
        "protocol": "imap",
        "host": "mail.northwind.example",
        "security": "tls",
        "port": "",
        "username": "",
        "password": "secret",
        "timeout": "5",
        "poll_seconds": "60",
        "folder": "",
        "after": "delete",
        "move_to": "",
    } | (account or {})


def actions(account: MailAccount | SmtpAccount) -> list[str]:
    rows = AuditEntry.objects.filter(item_id=account.pk).order_by("id")
    return [row.action for row in rows if row.item_kind in {"mail_account", "smtp_account"}]


PATHS = [
    "",
    "/in/new",
    "/out/new",
    "/kept",
    "/queue",
    "/templates",
    "/templates/ticket_reply/en/0",
    "/templates/ticket_reply/en/0/preview",
]


@pytest.mark.parametrize("path", PATHS)
def test_it_checks_access(path: str, admin: Client, department: Department) -> None:
    assert admin.get(PAGE + path).status_code == 200
    assert browser_of(named(AgentFactory, "Ann")).get(PAGE + path).status_code == 404
    assert browser_of(named(CustomerFactory, "Cleo")).get(PAGE + path).status_code == 404
    assert Client().get(PAGE + path).headers["Location"].startswith("/login")


@pytest.mark.parametrize("deed", ["test", "fetch", "state", "delete"])
def test_deeds_are_posted_by_administrators_only(deed: str, admin: Client, department: Department) -> None:
    account = box(department)
    url = f"{PAGE}/in/{account.pk}/{deed}"
    assert admin.get(url).status_code == 405
    assert browser_of(named(AgentFactory, "Ann")).post(url).status_code == 404
    assert MailAccount.objects.filter(pk=account.pk, is_active=True).exists()
    assert actions(account) == []


def test_an_empty_desk_says_how_to_begin(admin: Client) -> None:
    page = admin.get(PAGE).text
    assert "No e-mail account yet" in page
    assert f'href="{PAGE}/in/new"' in page


def test_the_list_shows_health_day_and_error(admin: Client, department: Department) -> None:
    now = timezone.now().replace(minute=0, second=0, microsecond=0)
    good = box(department, "good@northwind.example", last_ok_at=now)
    box(department, "bad@northwind.example", failures=4, last_error="login: [AUTH] no", last_error_at=now)
    SmtpAccount.objects.create(host="smtp.northwind.example", port=587, brand=department.brand)
    MailHourly.objects.create(direction="in", account_id=good.pk, hour=now, good=7)
    page = admin.get(PAGE).text
    assert "1 account fails" in page
    assert "Sign-in refused, 4 times" in page
    assert "7 mails" in page
    assert "The mailbox refuses the password" in page  # the failing one is selected by itself
    other = admin.get(PAGE, {"account": f"in-{good.pk}"}).text
    assert "The mailbox refuses the password" not in other


def test_statements_do_not_grow_with_the_accounts(admin: Client, department: Department) -> None:
    def count() -> int:
        with CaptureQueriesContext(connection) as found:
            assert admin.get(PAGE).status_code == 200
        return len(found.captured_queries)

    box(department, "first@northwind.example")
    SmtpAccount.objects.create(host="a.northwind.example", port=25)
    count()  # what is asked once and kept: brands, options
    before = count()
    for number in range(12):
        box(department, f"more{number}@northwind.example", failures=1, last_error="connect: no")
        SmtpAccount.objects.create(host=f"s{number}.northwind.example", port=25, department=department)
    assert count() == before


def test_pause_resume_fetch_and_delete_are_recorded(admin: Client, department: Department) -> None:
    account = box(
        department, failures=3, last_error="connect: no", next_at=timezone.now() + timedelta(hours=1)
    )
    url = f"{PAGE}/in/{account.pk}"
    assert (
        admin.post(f"{url}/state", {"active": "0"}).headers["Location"] == f"{PAGE}?account=in-{account.pk}"
    )
    assert not MailAccount.objects.get().is_active
    admin.post(f"{url}/state", {"active": "1"})
    admin.post(f"{url}/fetch")
    account.refresh_from_db()
    assert account.is_active
    assert account.next_at is not None
    assert account.next_at <= timezone.now() + timedelta(seconds=5)
    assert actions(account) == ["mail_account.paused", "mail_account.resumed", "mail_account.tried"]
    admin.post(f"{url}/delete")
    assert not MailAccount.objects.exists()
    assert AuditEntry.objects.filter(action="mail_account.deleted", item_id=account.pk).count() == 1
    assert admin.post(f"{url}/delete").status_code == 404


def test_a_mailbox_is_made_without_a_test_if_one_says_so(admin: Client, department: Department) -> None:
    data = fields({"department": department.pk, "untested": "1"})
    reply = admin.post(f"{PAGE}/in/new", data)
    account = MailAccount.objects.get()
    assert reply.headers["Location"] == f"{PAGE}?account=in-{account.pk}"
    assert (account.port, account.username, account.folder) == (993, "help@northwind.example", "INBOX")
    assert account.password == "secret"
    assert actions(account) == ["mail_account.made"]


@pytest.mark.parametrize(
    ("change", "field", "said"),
    [
        ({"address": "nobody"}, "address", "valid email"),
        ({"host": "https://mail.example"}, "host", "Only the name of the server"),
        ({"host": "mail.example:993"}, "host", "Only the name of the server"),
        ({"port": "70000"}, "port", "65535"),
        ({"password": ""}, "password", "Enter the password"),
        ({"protocol": "pop3", "after": "move"}, "after", "POP3 knows no folders"),
        ({"after": "move"}, "move_to", "Name the folder"),
        ({"after": "move", "move_to": "INBOX"}, "move_to", "name another one"),
        ({"poll_seconds": "1"}, "poll_seconds", "10"),
    ],
)
def test_the_form_says_what_is_wrong(
    change: dict[str, str], field: str, said: str, admin: Client, department: Department
) -> None:
    reply = admin.post(f"{PAGE}/in/new", fields({"department": department.pk, "untested": "1"}) | change)
    assert reply.status_code == 422
    assert said in " ".join(reply.context["form"].errors[field])
    assert not MailAccount.objects.exists()


def test_a_password_is_never_shown_and_an_empty_one_keeps_it(admin: Client, department: Department) -> None:
    account = box(department, username="help", password="old secret", claim=7)
    url = f"{PAGE}/in/{account.pk}"
    assert "old secret" not in admin.get(url).text
    data = fields({"department": department.pk, "username": "help", "password": "", "untested": "1"})
    assert admin.post(url, data | {"poll_seconds": "120"}).status_code == 302
    account.refresh_from_db()
    assert (account.password, account.poll_seconds, account.claim) == ("old secret", 120, 7)
    moved = admin.post(url, data | {"host": "mail.evil.example"})
    assert "enter the password again" in " ".join(moved.context["form"].errors["password"])
    assert "old secret" not in moved.text


def test_saving_does_not_set_back_what_a_worker_wrote_meanwhile(
    admin: Client, department: Department
) -> None:
    account = box(department, username="help", password="x", failures=2, last_error="connect: no")
    stale = MailAccount.objects.get(pk=account.pk)
    MailAccount.objects.filter(pk=account.pk).update(claim=9, claimed_by="worker", waiting=5)
    stale.poll_seconds = 90
    services.save_account(stale, actor=administrator("Other").actor)
    account.refresh_from_db()
    assert (account.claim, account.claimed_by, account.waiting) == (9, "worker", 5)
    assert (account.poll_seconds, account.failures, account.last_error) == (90, 0, "")


def test_a_server_serves_all_a_brand_or_a_department(admin: Client, department: Department) -> None:
    data = fields(
        {"host": "smtp.northwind.example", "security": "starttls", "username": "desk", "untested": "1"}
    )
    brand = department.brand
    for serves in ("all", f"brand:{brand.pk}", f"department:{department.pk}"):
        assert admin.post(f"{PAGE}/out/new", data | {"serves": serves}).status_code == 302
    made = [(one.brand_id, one.department_id, one.port) for one in SmtpAccount.objects.order_by("id")]
    assert made == [(None, None, 587), (brand.pk, None, 587), (None, department.pk, 587)]
    assert admin.post(f"{PAGE}/out/new", data | {"serves": "brand:99999"}).status_code == 422
    first = SmtpAccount.objects.order_by("id")[0]
    admin.post(f"{PAGE}/out/{first.pk}", data | {"serves": "all", "username": "", "password": ""})
    first.refresh_from_db()
    assert (first.username, first.password) == ("", "")


def real(server: DovecotServer, department: Department, **values: str) -> dict[str, Any]:
    known = {"host": server.host, "port": str(server.ports.imaps), "department": department.pk}
    return fields(known | values)  # checks the certificate only when `verify_certificate` is sent


def test_an_account_is_saved_only_after_its_test(
    admin: Client, department: Department, dovecot_server: DovecotServer
) -> None:
    dovecot_server.add_user("help@northwind.example", "right")
    wrong = admin.post(f"{PAGE}/in/new", real(dovecot_server, department, password="wrong"))
    assert wrong.status_code == 422
    assert "The mailbox refuses the password" in wrong.text
    assert "not tried" in wrong.text
    assert not MailAccount.objects.exists()
    good = admin.post(f"{PAGE}/in/new", real(dovecot_server, department, password="right"))
    assert good.status_code == 302
    assert MailAccount.objects.get().password == "right"


def test_a_form_sent_by_script_leads_on_by_header(
    admin: Client, department: Department, dovecot_server: DovecotServer
) -> None:
    dovecot_server.add_user("help@northwind.example", "right")
    data = real(dovecot_server, department, password="right")
    reply = admin.post(f"{PAGE}/in/new", data, headers={"HX-Request": "true"})
    assert reply.status_code == 204
    assert reply.headers["HX-Redirect"].startswith(f"{PAGE}?account=in-")


def test_the_connection_test_names_each_trouble(
    admin: Client, department: Department, dovecot_server: DovecotServer
) -> None:
    dovecot_server.add_user("help@northwind.example", "right")
    ports = dovecot_server.ports
    account = box(department, host=dovecot_server.host, port=ports.imaps, username="help@northwind.example")
    account.verify_certificate, account.password, account.timeout = False, "right", 5
    account.save()

    def tried(**change: Any) -> str:
        values = {"verify_certificate": False, "port": ports.imaps, "folder": "INBOX", "password": "right"}
        for name, value in (values | change).items():
            setattr(account, name, value)
        account.save()
        return admin.post(f"{PAGE}/in/{account.pk}/test", headers={"HX-Request": "true"}).text

    assert "The mailbox works" in tried()
    assert "The mailbox refuses the password" in tried(password="wrong")
    assert "The encrypted connection fails" in tried(verify_certificate=True)
    assert "The mailbox opens, but cannot be read" in tried(folder="Nowhere")
    assert "The server cannot be reached" in tried(port=1)
    whole = admin.post(f"{PAGE}/in/{account.pk}/test").text  # without script: the whole page
    assert "The server cannot be reached" in whole
    assert "<h1>" in whole


def test_the_server_for_outgoing_mail_is_tried_too(
    admin: Client, smtp_account: SmtpAccount, smtp_server: SmtpServer
) -> None:
    url = f"{PAGE}/out/{smtp_account.pk}/test"
    assert "The server works" in admin.post(url).text
    smtp_server.mode = Mode.REFUSE
    refused = admin.post(url).text
    assert "The server does not take mail from this sender" in refused
    assert smtp_server.received == []


def test_a_server_that_says_nothing_is_not_blamed_on_the_password(
    admin: Client, smtp_account: SmtpAccount, smtp_server: SmtpServer
) -> None:
    SmtpAccount.objects.filter(pk=smtp_account.pk).update(timeout=1)
    smtp_server.mode = Mode.HANG_CONNECT
    said = admin.post(f"{PAGE}/out/{smtp_account.pk}/test").text
    assert "The server does not answer in time" in said
