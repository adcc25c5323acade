"""Mail out: queued with the change, taken back or sent once, tried again, given up visibly."""

import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.mail import EmailMultiAlternatives
from django.db import connection, transaction
from django.utils.safestring import mark_safe
from pytest_django import DjangoAssertNumQueries

from common import files, site
from common.clock import boot_seconds, database_now
from common.models import OutboxRow
from mail import message_ids, selectors, services
from mail.gateways import SmtpGateway, server_of
from mail.models import DeliveryAttempt, OutboundMail, SmtpAccount
from mail.parsing import Address, parse
from mail.services import outcome, sending
from organization.models import Department
from tests.mail.conftest import Desk
from tests.servers.smtp import Mode, SmtpServer
from tests.sessions import kill

pytestmark = pytest.mark.django_db(transaction=True)
CLEO = Address("Cleo Cüstomer", "cleo@customer.example")
Queue = Callable[..., OutboundMail]


@pytest.fixture
def queue(smtp_account: SmtpAccount, desk: Desk) -> Queue:
    def make(**fields: Any) -> OutboundMail:
        given: dict[str, Any] = {
            "owner_kind": "note",
            "owner_id": 1,
            "to": [CLEO],
            "subject": "Grüße",
            "text": "Hello\n.\nWorld\n",
            "brand_id": smtp_account.brand_id,
        }
        return services.queue(**(given | fields))

    return make


def due(account: SmtpAccount) -> int:
    OutboundMail.objects.filter(state="queued").update(next_at=database_now())
    SmtpAccount.objects.update(next_at=None)
    return services.send_account(account.pk)


@pytest.mark.matrix
def test_a_mail_that_has_left_is_noted_though_the_session_was_ended_meanwhile(
    queue: Queue, smtp_account: SmtpAccount, smtp_server: SmtpServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A server that froze in the middle of it was taken over from: the mail must not go out once more."""
    if connection.vendor == "sqlite":
        pytest.skip("SQLite has no sessions")
    send = SmtpGateway.send

    def slowly(*args: Any, **named: Any) -> Any:
        handed = send(*args, **named)
        kill(connection.connection)
        return handed

    mail = queue()
    monkeypatch.setattr(SmtpGateway, "send", slowly)
    assert services.send_account(smtp_account.pk) == 1
    mail.refresh_from_db()
    assert mail.state == "sent"
    assert DeliveryAttempt.objects.filter(mail=mail, is_ok=True).count() == 1
    assert len(smtp_server.messages) == 1


def test_it_sends_what_was_queued(
    queue: Queue, smtp_account: SmtpAccount, smtp_server: SmtpServer, desk: Desk
) -> None:
    mail = queue(html="<p>Hello <b>World</b></p>", in_reply_to="a@x", references=["r@x", "a@x"])
    assert services.send_account(smtp_account.pk) == 1
    (message,) = smtp_server.messages
    assert str(message["From"]) == "Northwind <desk@northwind.example>"
    assert message["To"] is not None
    assert "Cleo Cüstomer" in str(message["To"])
    assert str(message["Subject"]) == "Grüße"
    assert (message["In-Reply-To"], message["References"]) == ("<a@x>", "<r@x> <a@x>")
    assert message["Message-ID"] == f"<{mail.message_id}>"
    assert message_ids.read(mail.message_id) == message_ids.OwnId("note", 1)
    read = parse(smtp_server.received[0].raw)
    assert read.text == "Hello\n.\nWorld"
    assert "<b>World</b>" in read.html
    mail.refresh_from_db()
    assert (mail.state, mail.attempts, mail.last_error) == ("sent", 1, "")
    assert [item.state for item in desk.deliveries] == ["sent"]
    assert DeliveryAttempt.objects.get().is_ok


def test_files_and_inline_images_go_along(
    queue: Queue, smtp_account: SmtpAccount, smtp_server: SmtpServer
) -> None:
    image, book = b"\x89PNG\r\n\x1a\n" + b"\x00" * 50_000, b"%PDF-1.4\n" + b"\n.\n" * 30_000
    parts = [
        services.Part(files.store(image).pk, "logo.png", "image/png", "logo@desk"),
        services.Part(files.store(book).pk, "Übersicht.pdf", "application/pdf"),
    ]
    queue(html='<p>See <img src="cid:logo@desk"></p>', parts=parts)
    services.send_account(smtp_account.pk)
    read = parse(smtp_server.received[0].raw)
    found = [(item.name, item.content_type, item.inline, item.content) for item in read.attachments]
    assert found == [
        ("logo.png", "image/png", True, image),
        ("Übersicht.pdf", "application/pdf", False, book),
    ]


def test_nothing_leaves_when_the_change_is_rolled_back(queue: Queue, smtp_account: SmtpAccount) -> None:
    with transaction.atomic():
        queue()
        transaction.set_rollback(True)
    assert OutboundMail.objects.count() == 0


def test_undo_works_until_it_has_left(
    queue: Queue, smtp_account: SmtpAccount, smtp_server: SmtpServer
) -> None:
    queue(delay=10)
    assert services.send_account(smtp_account.pk) == 0
    assert services.cancel(owner_kind="note", owner_id=1) == 1
    assert due(smtp_account) == 0
    queue(owner_id=2)
    services.send_account(smtp_account.pk)
    assert services.cancel(owner_kind="note", owner_id=2) == 0
    assert len(smtp_server.received) == 1


def test_send_now_drops_the_delay(queue: Queue, smtp_account: SmtpAccount) -> None:
    queue(delay=600)
    assert services.send_now(owner_kind="note", owner_id=1) == 1
    assert services.send_account(smtp_account.pk) == 1


def test_automatic_mail_says_so_and_wants_no_bounce(
    queue: Queue, smtp_account: SmtpAccount, smtp_server: SmtpServer
) -> None:
    queue(automatic=True, envelope_from="", in_reply_to="a@x")
    services.send_account(smtp_account.pk)
    assert smtp_server.received[0].sender in ("", "<>")
    assert smtp_server.messages[0]["Auto-Submitted"] == "auto-replied"
    assert smtp_server.messages[0]["X-Auto-Response-Suppress"] == "All"


def test_a_later_try_follows_a_temporary_refusal(
    queue: Queue, smtp_account: SmtpAccount, smtp_server: SmtpServer, desk: Desk
) -> None:
    smtp_server.mode = Mode.TEMPORARY
    mail = queue()
    services.send_account(smtp_account.pk)
    mail.refresh_from_db()
    assert (mail.state, mail.attempts) == ("queued", 1)
    assert "451" not in mail.state
    assert "Try again later" in mail.last_error
    assert mail.next_at > database_now()
    smtp_server.mode = Mode.ACCEPT
    assert due(smtp_account) == 1
    assert [item.state for item in desk.deliveries] == ["retrying", "sent"]


def test_it_gives_up_after_many_tries(
    queue: Queue, smtp_account: SmtpAccount, smtp_server: SmtpServer, desk: Desk
) -> None:
    smtp_server.mode = Mode.TEMPORARY
    mail = queue()
    OutboundMail.objects.update(attempts=len(outcome.PAUSES))
    services.send_account(smtp_account.pk)
    mail.refresh_from_db()
    assert mail.state == "failed"
    assert desk.deliveries[-1].state == "failed"


@pytest.mark.parametrize("mode", [Mode.REFUSE, Mode.REFUSE_DATA])
def test_a_permanent_refusal_is_seen_by_the_owner(
    mode: Mode, queue: Queue, smtp_account: SmtpAccount, smtp_server: SmtpServer, desk: Desk
) -> None:
    smtp_server.mode = mode
    mail = queue()
    services.send_account(smtp_account.pk)
    mail.refresh_from_db()
    assert mail.state == "failed"
    (told,) = desk.deliveries
    assert (told.state, told.recipients, told.permanent) == ("failed", (CLEO.email,), True)
    fact = OutboxRow.objects.get(event_id=510002)
    assert (fact.args["recipient"], fact.args["outboundId"]) == (CLEO.email, mail.pk)
    smtp_server.mode = Mode.ACCEPT
    services.retry_outbound(mail=mail, actor=outcome._NODE)
    assert services.send_account(smtp_account.pk) == 1
    assert desk.deliveries[-1].state == "sent"


def test_nothing_is_ended_after_the_deadline(
    queue: Queue, smtp_account: SmtpAccount, smtp_server: SmtpServer
) -> None:
    """The clock passes the deadline between the text and its dot: the server never gets a whole mail."""
    clock = iter([0.0])
    gateway = SmtpGateway(server_of(smtp_account), now=lambda: next(clock, 100.0))
    with gateway, pytest.raises(Exception, match="time for this mail was over"):
        gateway.send(
            "a@x.example", ["b@x.example"], [b"Subject: x\r\n\r\n", b"body\r\n" * 20_000], deadline=50.0
        )
    assert smtp_server.received == []


def test_a_mail_past_its_deadline_goes_back_into_the_queue(
    queue: Queue, smtp_account: SmtpAccount, smtp_server: SmtpServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    mail = queue()
    monkeypatch.setattr(sending, "boot_seconds", lambda: boot_seconds() - 10_000)
    services.send_account(smtp_account.pk)
    mail.refresh_from_db()
    assert (mail.state, smtp_server.received) == ("queued", [])
    monkeypatch.undo()
    assert due(smtp_account) == 1
    assert len(smtp_server.received) == 1


def test_a_claimed_mail_is_released_only_after_deadline_and_margin(
    queue: Queue, smtp_account: SmtpAccount
) -> None:
    mail = queue()
    claimed = sending.claim_mail(smtp_account)
    assert claimed is not None
    assert services.release_expired() == 0
    now = database_now()
    inside = now - timedelta(seconds=outcome.MARGIN_SECONDS - 5)
    OutboundMail.objects.update(claimed_until=inside)
    assert services.release_expired() == 0
    OutboundMail.objects.update(claimed_until=now - timedelta(seconds=outcome.MARGIN_SECONDS + 1))
    assert services.release_expired() == 1
    mail.refresh_from_db()
    assert mail.state == "queued"


def test_a_lost_answer_is_tried_again(
    queue: Queue, smtp_account: SmtpAccount, smtp_server: SmtpServer
) -> None:
    smtp_server.mode = Mode.DROP
    mail = queue()
    services.send_account(smtp_account.pk)
    mail.refresh_from_db()
    assert (mail.state, mail.last_error.split(":")[0]) == ("queued", "answer")
    assert [one.answered for one in smtp_server.received] == [False]


def test_a_server_that_is_away_is_said_once(
    queue: Queue, smtp_account: SmtpAccount, smtp_server: SmtpServer
) -> None:
    SmtpAccount.objects.update(port=1)
    mail = queue()
    assert services.send_account(smtp_account.pk) == 0
    assert due(smtp_account) == 0
    smtp_account.refresh_from_db()
    assert (smtp_account.failures, smtp_account.last_error) == (2, "connect: Nothing listens on this port.")
    assert OutboxRow.objects.filter(event_id=510000).count() == 1
    mail.refresh_from_db()
    assert (mail.state, mail.attempts) == ("queued", 0)


def test_mail_that_nobody_took_for_days_is_given_up(
    queue: Queue, smtp_account: SmtpAccount, desk: Desk
) -> None:
    mail = queue()
    assert services.give_up_old() == 0
    OutboundMail.objects.update(created_at=database_now() - timedelta(days=4))
    assert services.give_up_old() == 1
    mail.refresh_from_db()
    assert mail.state == "failed"
    assert desk.deliveries[-1].recipients == (CLEO.email,)


def test_one_connection_takes_many_mails(
    queue: Queue, smtp_account: SmtpAccount, smtp_server: SmtpServer
) -> None:
    for number in range(5):
        queue(owner_id=number)
    assert services.send_account(smtp_account.pk) == 5
    assert smtp_server.connections == 1


def test_two_workers_send_each_mail_once(
    queue: Queue, smtp_account: SmtpAccount, smtp_server: SmtpServer
) -> None:
    for number in range(10):
        queue(owner_id=number)

    def work() -> None:
        services.send_account(smtp_account.pk)
        connection.close()

    threads = [threading.Thread(target=work) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    due(smtp_account)
    assert len({one.message["Message-ID"] for one in smtp_server.received}) == len(smtp_server.received) == 10


def test_the_nearest_account_is_chosen(department: Department, smtp_account: SmtpAccount) -> None:
    common = SmtpAccount.objects.create(host="common.example", port=25)
    own = SmtpAccount.objects.create(host="own.example", port=25, department=department)
    choose = selectors.smtp_account_for
    assert choose(brand_id=department.brand_id, department_id=department.pk) == own
    assert choose(brand_id=department.brand_id, department_id=0) == smtp_account
    assert choose(brand_id=0, department_id=0) == common
    SmtpAccount.objects.filter(pk=own.pk).update(is_active=False)
    assert choose(brand_id=0, department_id=department.pk) == smtp_account


def test_mail_without_an_account_waits_for_one(
    department: Department,
    desk: Desk,
    smtp_server: SmtpServer,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    mail = services.queue(owner_kind="note", owner_id=1, to=[CLEO], subject="x", text="x")
    assert mail.account is None
    with django_assert_num_queries(1):  # every second, and no lock for however many mails wait
        assert services.route_waiting() == 0
    SmtpAccount.objects.create(host=smtp_server.host, port=smtp_server.port, security="none")
    assert services.route_waiting() == 1


def test_django_mail_goes_into_the_queue_under_the_brand(
    smtp_account: SmtpAccount, smtp_server: SmtpServer
) -> None:
    assert smtp_account.brand is not None
    message = EmailMultiAlternatives("Please confirm", "Hello", to=["Cleo <cleo@customer.example>"])
    message.attach_alternative(mark_safe("<p>Hello</p>"), "text/html")
    with site.use(smtp_account.brand.site):
        assert message.send() == 1
    assert services.send_account(smtp_account.pk) == 1
    (sent,) = smtp_server.messages
    assert str(sent["From"]) == "Northwind <desk@northwind.example>"
    assert sent["Auto-Submitted"] == "auto-generated"
    assert message_ids.read(str(sent["Message-ID"])) == message_ids.OwnId("mail", 0)


def test_the_connection_test_sends_nothing(smtp_account: SmtpAccount, smtp_server: SmtpServer) -> None:
    report = services.check_connection(smtp_account)
    assert report.is_ok, report
    assert [step.key for step in report.steps] == ["resolve", "connect", "login", "envelope"]
    smtp_server.mode = Mode.REFUSE
    report = services.check_connection(smtp_account)
    assert report.failed is not None
    assert "No such mailbox" in report.failed.said
    assert smtp_server.received == []
