"""Settings, Watch: dead letters and outgoing mail."""

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from common import files
from common.models import AuditEntry
from mail.models import InboundMail, OutboundMail
from tests.factories.accounts import AgentFactory, administrator, named
from tests.mail.test_settings_accounts import browser_of

KEPT, QUEUE = "/settings/mail/kept", "/settings/mail/queue"
RAW = b"Subject: <script>alert(1)</script>\r\n\r\n<img src=x onerror=alert(1)> \xff\r\n"


@pytest.fixture
def admin(db: None) -> Client:
    return browser_of(administrator("Admin"))


@pytest.fixture
def ann(db: None) -> Client:
    return browser_of(named(AgentFactory, "Ann"))


def letter(number: int = 1, **values: Any) -> InboundMail:
    known: dict[str, Any] = {
        "source": "import",
        "digest": f"{number:064d}",
        "raw": files.store(RAW),
        "size": len(RAW),
        "from_address": "mailer@orbit.example",
        "subject": f"Order {number}",
        "state": "failed",
        "reason": "mail.error",
        "data": {"error": "LookupError: unknown encoding"},
        "attempts": 6,
        "received_at": timezone.now(),
    }
    return InboundMail.objects.create(**known | values)


def queued(number: int = 1, **values: Any) -> OutboundMail:
    now = timezone.now()
    known: dict[str, Any] = {
        "message_id": f"{number}@northwind.example",
        "recipients": ["cleo@customer.example"],
        "subject": f"Answer {number}",
        "next_at": now,
        "created_at": now,
    }
    return OutboundMail.objects.create(**known | values)


def test_a_dead_letter_says_who_what_and_why(admin: Client) -> None:
    letter()
    page = admin.get(KEPT).text
    assert "mailer@orbit.example" in page
    assert "It could not be handled: LookupError: unknown encoding" in page
    assert 'class="n hot"' in page or ">1<" in page
    assert "It could not be handled" in admin.get("/settings/mail").text  # also beside the accounts


def test_it_is_tried_again_ignored_and_recorded(admin: Client, ann: Client) -> None:
    mail = letter()
    assert ann.post(f"{KEPT}/{mail.pk}/retry").status_code == 404
    assert admin.get(f"{KEPT}/{mail.pk}/retry").status_code == 405
    assert admin.post(f"{KEPT}/{mail.pk}/retry").status_code == 302
    mail.refresh_from_db()
    assert (mail.state, mail.attempts) == ("received", 0)
    again = admin.post(f"{KEPT}/{mail.pk}/retry", follow=True)
    assert "not waiting for a retry any more" in again.text
    admin.post(f"{KEPT}/{mail.pk}/ignore")
    mail.refresh_from_db()
    assert mail.state == "ignored"
    actions = (
        AuditEntry.objects.filter(item_kind="inbound_mail").order_by("id").values_list("action", flat=True)
    )
    assert list(actions) == ["mail.retried", "mail.ignored"]
    page = admin.get(f"{KEPT}/{mail.pk}").text
    assert "Had it tried again" in page
    assert "Admin decided that nothing need be done." in page


def test_all_are_tried_again_but_not_one_that_is_incomplete(admin: Client) -> None:
    letter(1), letter(2), letter(3, is_complete=False, reason="mail.too_large", data={"size": "61000000"})
    page = admin.get(KEPT).text
    assert page.count('name="state" value="failed"><button type="submit" class="btn btn-sm">') == 2
    reply = admin.post(f"{KEPT}/retry", follow=True)
    assert "2 mails are tried again." in reply.text
    assert list(InboundMail.objects.filter(state="failed").values_list("subject", flat=True)) == ["Order 3"]


def test_a_mail_is_opened_as_plain_text(admin: Client, ann: Client) -> None:
    mail = letter(subject="<b>Bold</b>", error="Traceback <x>")
    page = admin.get(f"{KEPT}/{mail.pk}").text
    assert "<script>alert(1)" not in page
    assert "<img src=x" not in page
    assert "&lt;img src=x onerror=alert(1)&gt; \ufffd" in page
    raw = admin.get(f"{KEPT}/{mail.pk}/raw")
    assert raw.content == RAW
    assert raw.headers["Content-Type"] == "application/octet-stream"
    assert raw.headers["Content-Disposition"].startswith("attachment")
    assert "sandbox" in raw.headers["Content-Security-Policy"]
    assert raw.headers["X-Content-Type-Options"] == "nosniff"
    assert ann.get(f"{KEPT}/{mail.pk}").status_code == 404
    assert ann.get(f"{KEPT}/{mail.pk}/raw").status_code == 404


def test_states_are_tabs_and_long_lists_are_pages(admin: Client) -> None:
    for number in range(52):
        letter(number)
    letter(90, state="received", reason="", attempts=0)
    letter(91, state="ignored", reason="auto.submitted", data={})
    first = admin.get(KEPT)
    assert len(first.context["rows"]) == 50
    more = first.context["more"]
    rest = admin.get(KEPT + more, headers={"HX-Request": "true"})
    assert [row.mail.subject for row in rest.context["rows"]] == ["Order 1", "Order 0"]
    assert "<html" not in rest.text
    assert "Not looked at yet" in admin.get(f"{KEPT}?state=received").text
    assert "Order 91" in admin.get(f"{KEPT}?state=ignored").text
    assert admin.get(f"{KEPT}?after=nonsense").status_code == 302
    assert "Order 51" in admin.get(f"{KEPT}?state=nonsense").text


def test_empty_lists_say_so(admin: Client) -> None:
    assert "No dead letters" in admin.get(KEPT).text
    assert "Nothing was ignored" in admin.get(f"{KEPT}?state=ignored").text
    assert "Everything was delivered" in admin.get(QUEUE).text
    assert "Nothing waits" in admin.get(f"{QUEUE}?state=queued").text


def test_a_mail_that_was_given_up_is_tried_again(admin: Client, ann: Client) -> None:
    refused = [["otto@customer.example", 550, "no such user"]]
    mail = queued(state="failed", recipients=[], refused=refused, attempts=1, last_error="550 no such user")
    page = admin.get(QUEUE).text
    assert "otto@customer.example" in page
    assert "550 no such user" in page
    assert ann.post(f"{QUEUE}/{mail.pk}/retry").status_code == 404
    admin.post(f"{QUEUE}/{mail.pk}/retry")
    mail.refresh_from_db()
    assert (mail.state, mail.recipients, mail.attempts) == ("queued", ["otto@customer.example"], 0)
    assert AuditEntry.objects.filter(item_kind="outbound_mail", action="mail.retried").count() == 1


def test_a_mail_is_taken_out_of_the_queue_unless_it_is_on_its_way(admin: Client, ann: Client) -> None:
    waiting, going = queued(1), queued(2, state="claimed")
    assert "Answer 1" in admin.get(f"{QUEUE}?state=queued").text
    assert ann.post(f"{QUEUE}/{waiting.pk}/cancel").status_code == 404
    admin.post(f"{QUEUE}/{waiting.pk}/cancel")
    late = admin.post(f"{QUEUE}/{going.pk}/cancel", follow=True)
    assert "Too late" in late.text
    waiting.refresh_from_db()
    going.refresh_from_db()
    assert (waiting.state, going.state) == ("cancelled", "claimed")
    assert AuditEntry.objects.filter(item_kind="outbound_mail", action="mail.cancelled").count() == 1
