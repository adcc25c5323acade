"""Who wrote it: only people are ever answered by a machine."""

import pytest

from mail import message_ids
from mail.classify import Kind, classify
from mail.parsing import parse
from tests.mail.conftest import SAMPLES, letter


@pytest.mark.parametrize(
    ("name", "kind", "reason"),
    [
        ("auto_reply", Kind.AUTO_REPLY, "auto.submitted"),
        ("bounce", Kind.BOUNCE, "bounce.report"),
        ("feedback", Kind.FEEDBACK, "report.feedback"),
        ("read_receipt", Kind.READ_RECEIPT, "report.read"),
        ("tnef", Kind.PERSON, "person"),
    ],
)
def test_it_knows_machines(name: str, kind: Kind, reason: str) -> None:
    found = classify(parse((SAMPLES / f"{name}.eml").read_bytes()))
    assert (found.kind, found.reason) == (kind, reason)
    assert found.may_answer is (kind is Kind.PERSON)
    assert found.joins_only is (kind is not Kind.PERSON)


def test_a_bounce_says_what_failed_and_for_whom() -> None:
    report = classify(parse((SAMPLES / "bounce.eml").read_bytes())).report
    assert report is not None
    assert report.original_message_id == "original-1@northwind.example"
    (failure,) = report.failures
    assert (failure.address, failure.action, failure.status) == ("nobody@customer.example", "failed", "5.1.1")
    assert "No such mailbox" in failure.diagnostic


@pytest.mark.parametrize(
    ("headers", "kind", "reason"),
    [
        ({}, Kind.PERSON, "person"),
        ({"Auto_Submitted": "no"}, Kind.PERSON, "person"),
        ({"Auto_Submitted": "auto-generated"}, Kind.AUTO_REPLY, "auto.submitted"),
        ({"X_Autoreply": "yes"}, Kind.AUTO_REPLY, "auto.header"),
        ({"Subject": "Automatische Antwort: Urlaub"}, Kind.AUTO_REPLY, "auto.subject"),
        ({"Subject": "My vacation plans"}, Kind.PERSON, "person"),
        ({"Precedence": "bulk"}, Kind.LIST, "list.header"),
        ({"List_Id": "<news.x.example>"}, Kind.LIST, "list.header"),
        ({"Return_Path": "<>"}, Kind.AUTO_REPLY, "auto.null_return"),
        ({"X_Auto_Response_Suppress": "All"}, Kind.PERSON, "auto.suppress"),
        ({"From": "no-reply@shop.example"}, Kind.PERSON, "sender.noreply"),
        ({"From": ""}, Kind.PERSON, "sender.none"),
        ({"From": "MAILER-DAEMON@mx.example"}, Kind.BOUNCE, "bounce.text"),
        ({"From": "postmaster@customer.example"}, Kind.PERSON, "person"),
    ],
)
def test_it_reads_the_signs(headers: dict[str, str], kind: Kind, reason: str) -> None:
    found = classify(
        parse(
            letter(
                **({"subject": headers.pop("Subject")} if "Subject" in headers else {}), **headers
            ).as_bytes()
        )
    )
    assert (found.kind, found.reason) == (kind, reason)
    assert found.may_answer is (reason == "person")


def test_a_customer_who_passes_a_bounce_on_still_gets_a_ticket() -> None:
    text = "Why?\n\n> 550 5.1.1 <x@y.example> user unknown"
    found = classify(parse(letter("Fwd: Returned mail: see transcript", text).as_bytes()))
    assert (found.reason, found.may_answer, found.joins_only) == ("bounce.forwarded", False, False)


def test_our_own_mail_that_comes_back_is_a_loop() -> None:
    ours = message_ids.make("ticket_message", 7, "northwind.example")
    assert classify(parse(letter(Message_ID=f"<{ours}>").as_bytes())).reason == "loop.own_id"
    assert classify(parse(letter(X_Desk_Mail=ours).as_bytes())).reason == "loop.own_header"
    answer = classify(parse(letter(In_Reply_To=f"<{ours}>").as_bytes()))
    assert answer.may_answer


def test_a_mail_that_passed_too_many_servers_is_a_loop() -> None:
    raw = b"Received: from a by b; now\r\n" * 31 + letter().as_bytes()
    assert classify(parse(raw)).reason == "loop.hops"


def test_our_ids_name_what_they_belong_to_and_cannot_be_forged() -> None:
    ours = message_ids.make("ticket_message", 7, "desk@northwind.example")
    assert ours.endswith("@northwind.example")
    assert message_ids.read(f"<{ours}>") == message_ids.OwnId("ticket_message", 7)
    forged = ours.replace(".7.", ".8.")
    assert message_ids.read(forged) is None
    assert message_ids.is_forged(forged)
    assert not message_ids.is_forged("7@customer.example")
    mail = parse(letter(In_Reply_To=f"<{forged}>", References=f"<a@x> <{ours}>").as_bytes())
    assert message_ids.own_references(mail) == (message_ids.OwnId("ticket_message", 7),)
