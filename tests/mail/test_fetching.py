"""Mail in, from a real server: kept first, handled then, and only then gone from the server."""

import subprocess
import threading
import time
from datetime import timedelta

import pytest
from django.conf import settings
from django.db import InternalError, OperationalError, connection, transaction

from common import holder
from common.clock import database_now
from common.models import OutboxRow
from mail import selectors, services
from mail.gateways import ImapGateway, PopGateway
from mail.models import InboundMail, MailAccount, SeenUid
from mail.services import fetching
from tests.mail.conftest import BOX, Desk, letter
from tests.servers.dovecot import DovecotServer
from tests.waiting import until

pytestmark = pytest.mark.django_db(transaction=True)


def again(account: MailAccount) -> int:
    """Another look, now."""
    MailAccount.objects.filter(pk=account.pk).update(next_at=None)
    return services.poll_account(account.pk)


def test_it_fetches_handles_and_deletes(
    mailbox: MailAccount, desk: Desk, dovecot_server: DovecotServer
) -> None:
    for number in range(3):
        dovecot_server.deliver(BOX, letter(f"Mail {number}"))
    assert services.poll_account(mailbox.pk) == 3
    assert desk.subjects == ["Mail 0", "Mail 1", "Mail 2"]
    assert dovecot_server.messages(BOX) == []
    mail = InboundMail.objects.order_by("id")[0]
    assert (mail.state, mail.reason, mail.department) == ("handled", "note.made", mailbox.department)
    assert (mail.from_address, mail.subject, mail.link_kind) == ("cleo@customer.example", "Mail 0", "note")
    mailbox.refresh_from_db()
    assert mailbox.failures == 0
    assert mailbox.last_ok_at is not None
    assert mailbox.claimed_until is None


def test_it_keeps_the_bytes_as_they_came(
    mailbox: MailAccount, desk: Desk, dovecot_server: DovecotServer
) -> None:
    raw = letter(text="Ünïcode\n.dot\n" + "x" * 5000).as_bytes().replace(b"\n", b"\r\n")
    dovecot_server.deliver(BOX, raw)
    services.poll_account(mailbox.pk)
    assert selectors.raw_of(InboundMail.objects.get()) == raw


def test_what_was_left_on_the_server_is_not_fetched_again(
    mailbox: MailAccount, desk: Desk, dovecot_server: DovecotServer
) -> None:
    MailAccount.objects.update(after=MailAccount.After.LEAVE)
    dovecot_server.deliver(BOX, letter())
    assert services.poll_account(mailbox.pk) == 1
    assert again(mailbox) == 0
    assert len(dovecot_server.messages(BOX)) == 1
    assert len(desk.mails) == 1


def test_a_kill_between_commit_and_delete_doubles_nothing(
    mailbox: MailAccount, desk: Desk, dovecot_server: DovecotServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    dovecot_server.deliver(BOX, letter())

    def killed(*args: object) -> None:
        raise SystemExit  # what a kill leaves behind: the row is committed, the server was told nothing

    for gateway in (ImapGateway, PopGateway):
        monkeypatch.setattr(gateway, "delete", killed)
    with pytest.raises(SystemExit):
        services.poll_account(mailbox.pk)
    monkeypatch.undo()
    assert len(dovecot_server.messages(BOX)) == InboundMail.objects.count() == 1
    MailAccount.objects.update(claimed_until=None)
    assert again(mailbox) == 0
    assert dovecot_server.messages(BOX) == []
    assert InboundMail.objects.count() == 1


def test_a_kill_before_the_commit_loses_nothing(
    mailbox: MailAccount, desk: Desk, dovecot_server: DovecotServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    dovecot_server.deliver(BOX, letter())

    def killed(**kwargs: object) -> None:
        raise SystemExit

    monkeypatch.setattr("mail.services.fetching.receive", killed)
    with pytest.raises(SystemExit):
        services.poll_account(mailbox.pk)
    monkeypatch.undo()
    assert len(dovecot_server.messages(BOX)) == 1
    MailAccount.objects.update(claimed_until=None)
    assert again(mailbox) == 1


def test_the_claim_of_a_dead_process_holds_nobody_up(
    mailbox: MailAccount, desk: Desk, dovecot_server: DovecotServer
) -> None:
    dovecot_server.deliver(BOX, letter())
    other = subprocess.Popen(["sleep", "60"])
    claimed_by = f"{settings.NODE_NAME}|{holder._boot()}|{other.pid}|{holder._started(other.pid)}"
    assert not holder.is_dead(claimed_by)
    other.kill()
    other.wait()
    later = database_now() + timedelta(hours=1)
    MailAccount.objects.update(claimed_until=later, claimed_by=claimed_by)
    assert services.poll_account(mailbox.pk) == 1


def test_a_claim_of_somebody_who_may_live_is_respected(
    mailbox: MailAccount, desk: Desk, dovecot_server: DovecotServer
) -> None:
    dovecot_server.deliver(BOX, letter())
    claimed_by = f"{settings.NODE_NAME}|another-boot|1|1"
    MailAccount.objects.update(claimed_until=database_now() + timedelta(hours=1), claimed_by=claimed_by)
    assert services.poll_account(mailbox.pk) == 0
    assert InboundMail.objects.count() == 0


def test_a_claim_from_before_the_node_lost_its_place_holds_nobody_up(
    mailbox: MailAccount, desk: Desk, dovecot_server: DovecotServer
) -> None:
    """The node is active again, and the process that held it, this one, lives."""
    dovecot_server.deliver(BOX, letter())
    later, mine = database_now() + timedelta(hours=1), holder.me()
    MailAccount.objects.update(claimed_until=later, claimed_by=mine)
    assert services.poll_account(mailbox.pk) == 0
    MailAccount.objects.update(claimed_by=mine.rpartition("|")[0] + "|7")
    assert services.poll_account(mailbox.pk) == 1


def test_a_session_that_idled_too_long_leaves_no_claim(
    mailbox: MailAccount, desk: Desk, dovecot_server: DovecotServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """PostgreSQL says of it that it is an internal error."""
    if connection.vendor != "postgresql":
        pytest.skip("only PostgreSQL ends such sessions")

    def idle(*_: object) -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET LOCAL idle_in_transaction_session_timeout = 100")
            time.sleep(0.4)
            cursor.execute("SELECT 1")

    dovecot_server.deliver(BOX, letter())
    with monkeypatch.context() as patch:
        patch.setattr(fetching, "_fetch", idle)
        with pytest.raises((InternalError, OperationalError)):
            services.poll_account(mailbox.pk)
    assert MailAccount.objects.get().claimed_until is None
    assert services.poll_account(mailbox.pk) == 1


def test_a_database_that_goes_away_in_the_middle_leaves_no_claim(
    mailbox: MailAccount, desk: Desk, dovecot_server: DovecotServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*_: object) -> None:
        raise OperationalError("the database is away")

    dovecot_server.deliver(BOX, letter())
    with monkeypatch.context() as patch:
        patch.setattr(fetching, "_fetch", away)
        with pytest.raises(OperationalError):
            services.poll_account(mailbox.pk)
    assert MailAccount.objects.get().claimed_until is None
    assert services.poll_account(mailbox.pk) == 1


def test_the_claim_of_a_node_that_is_not_active_any_more_holds_nobody_up(
    mailbox: MailAccount, desk: Desk, dovecot_server: DovecotServer
) -> None:
    dovecot_server.deliver(BOX, letter())
    later = database_now() + timedelta(hours=1)
    MailAccount.objects.update(claimed_until=later, claimed_by="ousted|another-boot|1|1")
    assert services.poll_account(mailbox.pk) == 1


def test_a_too_large_mail_stays_there_and_is_seen_here(
    mailbox: MailAccount, desk: Desk, dovecot_server: DovecotServer, settings: pytest.MonkeyPatch
) -> None:
    settings.MAX_MAIL_BYTES = 10_000  # type: ignore[attr-defined]  # pytest-django's own wrapper
    dovecot_server.deliver(BOX, letter("Scans of all contracts", "x" * 20_000))
    dovecot_server.deliver(BOX, letter("A small one"))
    services.poll_account(mailbox.pk)
    again(mailbox)
    large = InboundMail.objects.get(is_complete=False)
    assert (large.state, large.reason, large.subject) == (
        "failed",
        "mail.too_large",
        "Scans of all contracts",
    )
    assert large.size > 20_000
    assert desk.subjects == ["A small one"]
    assert len(dovecot_server.messages(BOX)) == 1


def test_a_wrong_password_is_said_once_and_then_waits_longer(mailbox: MailAccount, desk: Desk) -> None:
    MailAccount.objects.update(password=MailAccount(password="wrong").password)
    mailbox.password = "wrong"
    mailbox.save()
    services.poll_account(mailbox.pk)
    again(mailbox)
    mailbox.refresh_from_db()
    assert mailbox.failures == 2
    assert mailbox.last_error.startswith("login: ")
    assert mailbox.next_at is not None
    assert mailbox.next_at > database_now() + timedelta(seconds=100)
    facts = OutboxRow.objects.filter(event_id=509001)
    assert [row.args["failures"] for row in facts] == [1]
    assert "wrong" not in connection_text("mail_mailaccount", "password")


def connection_text(table: str, column: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM {table}")
        return str(cursor.fetchall())


def test_a_self_signed_certificate_is_refused_with_clear_words(mailbox: MailAccount, desk: Desk) -> None:
    MailAccount.objects.update(verify_certificate=True)
    services.poll_account(mailbox.pk)
    mailbox.refresh_from_db()
    assert mailbox.last_error.startswith("tls: The certificate")
    assert OutboxRow.objects.filter(event_id=509000).count() == 1


def test_mail_moved_to_a_folder_is_not_fetched_again(
    department_box: MailAccount, dovecot_server: DovecotServer, desk: Desk
) -> None:
    MailAccount.objects.update(after=MailAccount.After.MOVE, move_to="Done")
    dovecot_server.deliver(BOX, letter())
    assert services.poll_account(department_box.pk) == 1
    assert again(department_box) == 0
    assert dovecot_server.messages(BOX) == []
    assert SeenUid.objects.count() == 0


@pytest.fixture
def department_box(mailbox: MailAccount) -> MailAccount:
    if mailbox.protocol != "imap":
        pytest.skip("folders are IMAP's")
    return mailbox


def test_mark_as_read_leaves_the_mail(
    department_box: MailAccount, dovecot_server: DovecotServer, desk: Desk
) -> None:
    MailAccount.objects.update(after=MailAccount.After.MARK_READ)
    dovecot_server.deliver(BOX, letter())
    assert services.poll_account(department_box.pk) == 1
    assert again(department_box) == 0
    assert len(dovecot_server.messages(BOX)) == 1


def test_the_connection_test_says_each_step(mailbox: MailAccount, dovecot_server: DovecotServer) -> None:
    dovecot_server.deliver(BOX, letter())
    report = services.check_connection(mailbox)
    assert report.is_ok
    assert [step.key for step in report.steps] == ["resolve", "connect", "login", "read"]
    assert "1 messages" in report.steps[-1].said
    assert len(dovecot_server.messages(BOX)) == 1
    mailbox.password = "wrong"
    report = services.check_connection(mailbox)
    assert [step.result for step in report.steps] == ["ok", "ok", "failed", "not_tried"]
    assert report.failed is not None
    assert report.failed.said


def test_two_looks_at_once_double_nothing(
    mailbox: MailAccount, desk: Desk, dovecot_server: DovecotServer
) -> None:
    for number in range(5):
        dovecot_server.deliver(BOX, letter(f"Mail {number}"))

    def look() -> None:
        services.poll_account(mailbox.pk)
        connection.close()

    threads = [threading.Thread(target=look) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    until(lambda: InboundMail.objects.filter(state="handled").count() == 5, "all five are handled", 5)
    assert sorted(desk.subjects) == [f"Mail {number}" for number in range(5)]
