"""What becomes of kept mail: handled, ignored with a reason, tried again, visible when it failed."""

import subprocess

import pytest
from django.conf import settings

from common import holder
from common.actor import Actor
from common.clock import database_now
from common.models import OutboxRow
from mail import registry, selectors, services
from mail.errors import NotRetryableError, Refuse
from mail.jobs import incoming
from mail.models import InboundMail, MailAccount
from mail.services import handling, receiving
from organization.models import Department
from tests.mail.conftest import Desk, letter

MAX = Actor("person", 7, "Max")


def kept(subject: str = "Printer on fire", **more: object) -> InboundMail:
    return services.receive(raw=letter(subject).as_bytes(), **more)  # type: ignore[arg-type]  # tests pass fields through


def due(mail: InboundMail) -> InboundMail:
    InboundMail.objects.filter(pk=mail.pk).update(next_at=None)
    return services.handle(mail.pk)


def test_the_same_bytes_are_one_mail(desk: Desk, department: Department) -> None:
    first, second = kept(), kept()
    assert first.pk == second.pk
    services.handle(first.pk)
    services.handle(first.pk)
    assert len(desk.mails) == 1


def test_the_handler_and_the_row_are_one_transaction(desk: Desk, department: Department) -> None:
    mail = services.handle(kept(department=department).pk)
    assert (mail.state, mail.link_kind, mail.link_id, mail.kind) == ("handled", "note", mail.pk, "person")
    assert registry.sentence(mail.reason, mail.data) == "A note on Printer on fire was made."
    assert desk.prepared == [mail.pk]
    assert list(selectors.inbound_for_link("note", mail.pk)) == [mail]
    assert desk.mails[0][1].department == department


def test_what_is_refused_is_kept_with_its_reason(desk: Desk, department: Department) -> None:
    desk.error = Refuse("loop.own_id")
    mail = services.handle(kept().pk)
    assert (mail.state, mail.reason) == ("ignored", "loop.own_id")
    assert [row.pk for row in selectors.inbound_page(states=("ignored",)).rows] == [mail.pk]


def test_a_failure_is_tried_again_and_at_last_shown(desk: Desk, department: Department) -> None:
    account = MailAccount.objects.create(
        department=department, address="help@northwind.example", host="mail.example", port=993
    )
    desk.error = ValueError("the handler broke")
    mail = services.handle(kept(account=account).pk)
    assert (mail.state, mail.attempts) == ("received", 1)
    assert mail.next_at is not None
    assert mail.next_at > database_now()
    for _ in range(handling.MAX_ATTEMPTS):
        mail = due(mail)
    assert (mail.state, mail.attempts) == ("failed", handling.MAX_ATTEMPTS)
    assert "the handler broke" in mail.error
    assert "the handler broke" in registry.sentence(mail.reason, mail.data)
    fact = OutboxRow.objects.get(event_id=509003)
    assert (fact.args["from"], fact.args["mailSubject"], fact.args["inboundId"]) == (
        "cleo@customer.example",
        "Printer on fire",
        mail.pk,
    )


def test_a_failed_mail_can_be_retried(desk: Desk, department: Department) -> None:
    desk.error = ValueError()
    mail = kept()
    for _ in range(handling.MAX_ATTEMPTS):
        mail = due(mail)
    assert selectors.kept_counts() == {"failed": 1}
    desk.error = None
    services.retry(inbound=mail, actor=MAX)
    assert services.handle(mail.pk).state == "handled"
    with pytest.raises(NotRetryableError):
        services.retry(inbound=mail, actor=MAX)


def test_all_failed_mail_can_be_retried_at_once(desk: Desk, department: Department) -> None:
    mails = [kept(f"Mail {number}") for number in range(3)]
    InboundMail.objects.update(state="failed", attempts=6)
    assert services.retry_all(actor=MAX) == 3
    assert [services.handle(mail.pk).state for mail in mails] == ["handled"] * 3


def test_a_mail_that_kills_its_reader_ends_as_failed(desk: Desk, department: Department) -> None:
    """Its tries count when they begin, so a mail that takes the process down does not do so for ever."""
    mail = kept()
    for _ in range(handling.MAX_ATTEMPTS):
        assert handling._claim(mail.pk) is not None  # ... and then the process dies
        InboundMail.objects.update(claimed_until=None)
    assert services.handle(mail.pk).state == "failed"
    assert desk.mails == []


def test_mail_in_the_hands_of_a_dead_process_is_handled_soon(desk: Desk, department: Department) -> None:
    other = subprocess.Popen(["sleep", "60"])
    claimed_by = f"{settings.NODE_NAME}|{holder._boot()}|{other.pid}|{holder._started(other.pid)}"
    mail = kept(claim=True)
    InboundMail.objects.update(claimed_by=claimed_by)
    incoming.handle()
    assert desk.mails == []
    other.kill()
    other.wait()
    incoming.handle()
    mail.refresh_from_db()
    assert mail.state == "handled"


def test_mail_in_hand_before_the_node_lost_its_place_is_handled_soon(
    desk: Desk, department: Department
) -> None:
    """The node is active again, and the process that had it in hand, this one, lives."""
    mail = kept(claim=True)
    incoming.handle()
    assert desk.mails == []
    InboundMail.objects.update(claimed_by=holder.me().rpartition("|")[0] + "|7")
    incoming.handle()
    mail.refresh_from_db()
    assert mail.state == "handled"


@pytest.mark.parametrize("by", ["another", "the same", "a thread"])
def test_changes_of_the_active_node_are_not_held_against_a_mail(
    desk: Desk, department: Department, by: str
) -> None:
    """Another node goes on, the same one in a later tenure, or the thread that gives such mail back."""
    mail = kept()
    name, rest = holder.me().split("|", 1)
    before = f"gone|{rest}" if by == "another" else f"{name}|{rest.rpartition('|')[0]}|7"
    for _ in range(2 * handling.MAX_ATTEMPTS):
        assert handling._claim(mail.pk) is not None
        InboundMail.objects.update(claimed_by=before)  # it lost its place with the mail in hand
        if by == "a thread":
            assert services.release_ousted() == 1
    assert services.handle(mail.pk).state == "handled"


def test_a_mail_that_brings_down_machine_after_machine_ends_as_failed(
    desk: Desk, department: Department
) -> None:
    mail = kept()
    for _ in range(receiving.MAX_INTERRUPTED + handling.MAX_ATTEMPTS):
        assert handling._claim(mail.pk) is not None
        InboundMail.objects.update(claimed_by="gone|elsewhere|7|7|7")
    assert services.handle(mail.pk).state == "failed"
    services.retry(inbound=mail, actor=MAX)
    assert services.handle(mail.pk).state == "handled"


def test_mail_waits_while_nothing_handles_it(department: Department, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry, "_handlers", [])
    mail = services.handle(kept().pk)
    assert (mail.state, mail.reason) == ("received", "mail.no_handler")


def test_an_administrator_may_say_that_nothing_is_to_be_done(desk: Desk, department: Department) -> None:
    mail = services.ignore(inbound=kept(), actor=MAX)
    assert (mail.state, mail.data) == ("ignored", {"name": "Max"})


@pytest.mark.usefixtures("still_clock")
def test_who_writes_more_than_a_person_can_gets_no_automatic_answer(
    desk: Desk, department: Department
) -> None:
    for number in range(handling.RATE_LIMIT + 1):
        services.handle(kept(f"Mail {number}").pk)
    answers = [kind.may_answer for _parsed, _mail, kind in desk.mails]
    assert answers == [True] * handling.RATE_LIMIT + [False]
    assert desk.mails[-1][2].reason == "loop.rate"


def test_the_same_mail_at_another_address_is_recognized(desk: Desk, department: Department) -> None:
    first = services.handle(kept().pk)
    again = services.receive(raw=b"Received: by another way\r\n" + letter().as_bytes())
    services.handle(again.pk)
    assert selectors.seen_message(first.message_id, again.pk) == first
    assert selectors.seen_message(first.message_id, first.pk) is None
