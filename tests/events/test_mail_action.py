"""Send e-mail: to whom, with which words, once, and so that no machine answers it."""

from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

import pytest

from accounts.models import User
from common import files
from common.clock import database_now
from events.jobs import dispatch
from events.models import Delivery, RuleRun
from mail.models import OutboundMail
from organization.models import Membership
from tests.events.rules import action, fact, rule
from tests.factories.organization import GroupFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("only_rules")]
BODY = "Dear #CUSTOMERNAME#,\n\nabout <b>#Subject#</b> at #ticketnumber#. #NOSUCH#"


def mails() -> list[EmailMessage]:
    return [
        message_from_bytes(files.read(mail.raw), policy=policy.default)
        for mail in OutboundMail.objects.order_by("id")
        if mail.raw is not None
    ]


def part(mail: EmailMessage, kind: str) -> str:
    found = mail.get_body((kind,))
    assert found is not None
    return str(found.get_content())


def write(**params: Any) -> None:
    rule(name="Greeter", actions=[action("send_mail", **{"subject": "Re: #SUBJECT#", "body": BODY} | params)])


def test_to_the_customer_with_variables() -> None:
    write(to=["customer"])
    fact(subject="<script>\r\nBcc: x@y.example</script>")
    dispatch()
    (mail,) = mails()
    assert mail["To"] == "cleo@customer.example"
    assert mail["Subject"] == "Re: <script> Bcc: x@y.example</script>"
    assert mail["Bcc"] is None
    plain, html = part(mail, "plain"), part(mail, "html")
    assert "Dear Cleo," in plain
    assert "at 100-00000000-0001. #NOSUCH#" in plain
    assert "<script>" not in html
    assert "&lt;b&gt;&lt;script&gt;" in html
    assert "<p>Dear Cleo,</p>" in html


def test_machines_do_not_answer_it() -> None:
    write(to=["customer"])
    fact()
    dispatch()
    (mail,) = mails()
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["X-Auto-Response-Suppress"] == "All"
    assert mail["X-Rule"]


def test_to_the_agent_the_group_and_addresses_each_alone_and_once() -> None:
    ann = User.objects.create_user("ann", email="ann@northwind.example", is_agent=True)
    max_ = User.objects.create_user("max", email="Max@northwind.example", is_agent=True)
    left = User.objects.create_user("left", email="left@northwind.example", is_agent=True, is_active=False)
    group = GroupFactory.create()
    for agent in (ann, max_, left):
        Membership.objects.create(group=group, agent=agent)
    write(to=["agent", "group"], address="ann@northwind.example, boss@northwind.example")
    fact(agentId=ann.pk, groupId=group.pk)
    dispatch()
    found = [mail["To"] for mail in mails()]
    assert sorted(found) == ["Max@northwind.example", "ann@northwind.example", "boss@northwind.example"]


def test_the_queue_has_no_address_and_nothing_is_sent() -> None:
    write(to=["agent"])
    fact(agentId=1)
    dispatch()
    assert not mails()
    assert RuleRun.objects.get(action="a1").outcome == "done"


def test_a_failure_after_it_takes_the_mail_back(monkeypatch: pytest.MonkeyPatch) -> None:
    """The mail and the note that it is done are one transaction."""
    write(to=["customer"])
    fact()

    def broken(*_: object) -> None:
        raise ValueError("before the commit")

    monkeypatch.setattr("events.services.acting.note", broken)
    dispatch()
    assert not mails()
    monkeypatch.undo()
    Delivery.objects.update(next_at=database_now())
    dispatch()
    assert len(mails()) == 1


def test_an_event_without_a_customer_sends_none() -> None:
    rule(event_id=509000, actions=[action("send_mail", to=["customer", "agent"], subject="x", body="y")])
    row = fact(event_id=509000)
    row.args = {"accountId": 1, "error": "refused"}
    row.save()
    dispatch()
    assert not mails()
    assert RuleRun.objects.get(action="a1").outcome == "done"
