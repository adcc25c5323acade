"""Every door asks the ticket provider: the portal signed in and as a guest, mail, an agent, import_mail."""

import re
from email.message import EmailMessage
from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import Client

from common.audit import render
from common.models import AuditEntry
from customfields.models import Field
from customfields.selectors import values_of
from mail import registry, selectors
from mail.models import InboundMail, OutboundMail
from mail.services import handle, receive, retry
from providers.models import Call, LoginLink
from tests.providers.conftest import SetUp
from tests.providers_wired.conftest import FormOf, signed_in
from tests.servers.provider import ProviderServer
from tests.tickets.conftest import Cast
from tickets.models import Reservation, Ticket, TicketValue

GUEST = {"name": "Nora", "email": "nora@new.example"}
NO_MORE = "There are no more tickets in your account."


def letter(sender: str = "cleo@customers.example", *, precedence: str = "", number: int = 1) -> bytes:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = sender, "desk@northwind.example", "Printer on fire"
    mail["Message-ID"] = f"<{number}@customers.example>"
    if precedence:
        mail["Precedence"] = precedence
    mail.set_content("It burns since this morning.")
    return mail.as_bytes()


def by_mail(cast: Cast, sender: str = "cleo@customers.example", *, precedence: str = "") -> InboundMail:
    return handle(receive(raw=letter(sender, precedence=precedence), department=cast.support).pk)


def by_portal(cast: Cast, form: FormOf) -> int:
    client = signed_in(cast.cleo)
    return int(client.post("/submit", form(client)).status_code)


def by_guest(cast: Cast, form: FormOf) -> int:
    client = Client()
    return int(client.post("/submit", form(client, **GUEST)).status_code)


def by_agent(cast: Cast, form: FormOf) -> int:
    client = signed_in(cast.ann)
    return int(client.post("/agent/new", form(client)).status_code)


def lines(ticket: Ticket) -> list[str]:
    rows = AuditEntry.objects.filter(item_kind="ticket", item_id=ticket.pk)
    return [re.sub("<[^>]+>", "", str(render(row))) for row in rows.order_by("id")]


def test_the_portal_says_the_user_name_of_who_is_signed_in(
    set_up: SetUp, provider_server: ProviderServer, cast: Cast, portal_form: FormOf
) -> None:
    set_up("tickets")
    LoginLink.objects.create(name="cleo.m", user=cast.cleo)
    assert by_portal(cast, portal_form) == 302
    (inputs,) = provider_server.inputs("StartTicket")
    assert (inputs["loginusername"], inputs["emailfrom"]) == ("cleo.m", "")


def test_a_guest_is_never_taken_for_the_customer_of_that_address(
    set_up: SetUp, provider_server: ProviderServer, cast: Cast, portal_form: FormOf
) -> None:
    set_up("tickets")
    cast.cleo.set_password("x")
    cast.cleo.save()
    client = Client()
    client.post("/submit", portal_form(client, name="Me", email=cast.cleo.email))
    (inputs,) = provider_server.inputs("StartTicket")
    assert (inputs["loginusername"], inputs["emailfrom"]) == ("", "cleo@customers.example")


def test_mail_says_the_address(set_up: SetUp, provider_server: ProviderServer, cast: Cast) -> None:
    set_up("tickets")
    mail = by_mail(cast)
    (inputs,) = provider_server.inputs("StartTicket")
    assert (inputs["loginusername"], inputs["emailfrom"]) == ("", "cleo@customers.example")
    assert (inputs["subject"], inputs["departmentname"]) == ("Printer on fire", "Support")
    assert mail.link_kind == "ticket"


def test_an_agent_says_the_customers_name(
    set_up: SetUp, provider_server: ProviderServer, cast: Cast, agent_form: FormOf
) -> None:
    set_up("tickets")
    cast.cleo.set_password("x")
    cast.cleo.save()
    assert by_agent(cast, agent_form) == 302
    (inputs,) = provider_server.inputs("StartTicket")
    assert (inputs["loginusername"], inputs["emailfrom"]) == ("cleo", "")


def test_a_mail_is_asked_for_once_whatever_happens_to_it(
    set_up: SetUp, provider_server: ProviderServer, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    set_up("tickets")
    kept = receive(raw=letter(), department=cast.support)
    found = registry.handler()
    assert found is not None

    def breaks(*args: object) -> registry.Outcome:
        raise ValueError("the disk is full")

    with monkeypatch.context() as patch:
        patch.setattr(registry, "_handlers", [registry.InboundHandler(breaks, found.prepare)])
        assert handle(kept.pk).state == "received"
    InboundMail.objects.filter(pk=kept.pk).update(next_at=None)
    assert handle(kept.pk).link_kind == "ticket"
    assert len(provider_server.calls("StartTicket")) == 1


def test_a_copy_of_a_mail_costs_nothing(set_up: SetUp, provider_server: ProviderServer, cast: Cast) -> None:
    set_up("tickets")
    by_mail(cast)
    copy = handle(receive(raw=b"X-Copy: yes\r\n" + letter(), department=cast.billing).pk)
    assert copy.reason == "ignored.duplicate"
    assert len(provider_server.calls("StartTicket")) == 1


def test_an_answer_to_a_ticket_asks_nobody(
    set_up: SetUp, provider_server: ProviderServer, cast: Cast
) -> None:
    ticket = Ticket.objects.get(pk=by_mail(cast).link_id)
    set_up("tickets")
    mail = EmailMessage()
    mail["From"], mail["Subject"] = cast.cleo.email, f"Re: [{ticket.number}] Printer on fire"
    mail["Message-ID"] = "<reply@customers.example>"
    mail.set_content("Still burning.")
    assert handle(receive(raw=mail.as_bytes(), department=cast.support).pk).link_id == ticket.pk
    assert provider_server.calls() == []


def test_import_mail_asks_for_each_mail(
    set_up: SetUp, provider_server: ProviderServer, cast: Cast, tmp_path: Path
) -> None:
    set_up("tickets")
    for number in (1, 2):
        (tmp_path / f"{number}.eml").write_bytes(letter(number=number))
    call_command("import_mail", str(tmp_path), department="Support")
    numbers = sorted(row["ticketnumber"] for row in provider_server.inputs("StartTicket"))
    assert numbers == sorted(Ticket.objects.values_list("number", flat=True))
    assert len(numbers) == 2


@pytest.mark.parametrize("door", ["portal", "guest", "mail", "agent"])
@pytest.mark.parametrize(
    ("outputs", "to"),
    [
        (["departmentName=Billing"], "Invoices"),
        (["departmentname=BILLING"], "Invoices"),
        (["groupName=Servers"], "Servers"),
        (["departmentName=Billing", "groupName=Servers"], "Servers"),
        (["departmentID={billing}"], "Invoices"),
        (["departmentID={billing}", "departmentName=Support"], "Invoices"),
        (["groupId={servers}", "groupName=Invoices", "departmentName=Billing"], "Servers"),
        (["groupName=Nowhere"], "Front Line"),
        (["groupName=Nowhere", "departmentName=Billing"], "Invoices"),
        (["groupId=99999"], "Front Line"),
    ],
    ids=lambda value: "+".join(value) if isinstance(value, list) else "",
)
def test_the_provider_sends_the_ticket_elsewhere(
    set_up: SetUp,
    provider_server: ProviderServer,
    cast: Cast,
    portal_form: FormOf,
    agent_form: FormOf,
    door: str,
    outputs: list[str],
    to: str,
) -> None:
    set_up("tickets")
    ids = {"billing": cast.billing.pk, "servers": cast.servers.pk}
    provider_server.answer("StartTicket", "TicketCreation=TRUE", *(one.format(**ids) for one in outputs))
    if door == "mail":
        by_mail(cast)
    elif door == "agent":
        by_agent(cast, agent_form)
    else:
        {"portal": by_portal, "guest": by_guest}[door](cast, portal_form)
    ticket = Ticket.objects.get()
    assert ticket.group.name == to
    assert ticket.department == ticket.group.department
    said = " ".join(lines(ticket))
    assert ("by the ticket provider" in said) == (to != "Front Line")
    log = Call.objects.get(method="StartTicket").then
    assert ("→" in log) == (to != "Front Line")
    assert ("named what does not exist here" in said) == (
        "Nowhere" in str(outputs) or "99999" in str(outputs)
    )


def test_an_agent_who_is_not_there_leaves_it_to_the_queue(
    set_up: SetUp, provider_server: ProviderServer, cast: Cast, agent_form: FormOf
) -> None:
    set_up("tickets")
    provider_server.answer("StartTicket", "TicketCreation=TRUE", "departmentName=Billing")
    client = signed_in(cast.ann)
    client.post("/agent/new", agent_form(client, agent=cast.ann.pk))
    ticket = Ticket.objects.get()
    assert (ticket.group.name, ticket.in_queue) == ("Invoices", True)


def test_custom_fields_are_set_and_unknown_ones_ignored(
    set_up: SetUp, provider_server: ProviderServer, cast: Cast
) -> None:
    set_up("tickets")
    plan = Field.objects.create(name="Plan Type")
    provider_server.answer(
        "StartTicket", "TicketCreation=TRUE", "cf_Plan Type=Gold=1", "cf_plan type=no", "cf_Unheard=x"
    )
    by_mail(cast)
    values = values_of(TicketValue, Ticket.objects.get())
    assert {key: stored.value for key, stored in values.items()} == {plan.pk: "Gold=1"}


@pytest.mark.parametrize("is_guest", [True, False])
def test_the_portal_says_why_and_loses_nothing(
    set_up: SetUp, provider_server: ProviderServer, cast: Cast, portal_form: FormOf, is_guest: bool
) -> None:
    set_up("tickets")
    provider_server.behave("StartTicket", "refuse", message=NO_MORE)
    client = Client() if is_guest else signed_in(cast.cleo)
    data = portal_form(client, **(GUEST if is_guest else {}))
    answer = client.post("/submit", data)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert NO_MORE in page
    assert "Since last night, every second one." in page
    assert not Ticket.objects.exists()
    # the other of two clicks finds the refusal; whoever sends the page anew asks anew, with another number
    assert client.post("/submit", data).status_code == 422
    assert len(provider_server.calls("StartTicket")) == 1
    provider_server.answer("StartTicket", "TicketCreation=TRUE")
    fresh = re.search(r'name="key" value="([^"]+)"', page)
    assert fresh is not None
    assert client.post("/submit", {**data, "key": fresh[1]}).status_code == 302
    first, second = (row["ticketnumber"] for row in provider_server.inputs("StartTicket"))
    assert first != second == Ticket.objects.get().number


def test_an_agent_sees_the_refusal_in_the_form(
    set_up: SetUp, provider_server: ProviderServer, cast: Cast, agent_form: FormOf
) -> None:
    set_up("tickets")
    provider_server.behave("StartTicket", "refuse", message=NO_MORE)
    client = signed_in(cast.ann)
    data = agent_form(client)
    answer = client.post("/agent/new", data)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert NO_MORE in page
    assert "Hello" in page
    assert str(data["key"]) not in page
    assert not Ticket.objects.exists()


def test_the_sender_of_a_mail_is_told_and_the_mail_is_kept(
    set_up: SetUp, provider_server: ProviderServer, cast: Cast
) -> None:
    set_up("tickets")
    provider_server.behave("StartTicket", "refuse", message=NO_MORE)
    mail = by_mail(cast)
    assert (mail.state, mail.link_kind) == ("ignored", "")
    assert NO_MORE in registry.sentence(mail.reason, mail.data)
    assert [row.pk for row in selectors.inbound_page(states=("ignored",)).rows] == [mail.pk]
    assert not Ticket.objects.exists()
    sent = OutboundMail.objects.get()
    assert sent.recipients == ["cleo@customers.example"]
    assert NO_MORE in sent.text


def test_a_machine_is_told_nothing(set_up: SetUp, provider_server: ProviderServer, cast: Cast) -> None:
    set_up("tickets")
    provider_server.behave("StartTicket", "refuse", message=NO_MORE)
    mail = by_mail(cast, precedence="bulk")
    assert (mail.state, OutboundMail.objects.count()) == ("ignored", 0)
    assert mail.reason == "refused.provider"


def test_a_refused_mail_that_is_handled_again_asks_anew(
    set_up: SetUp, provider_server: ProviderServer, cast: Cast
) -> None:
    set_up("tickets")
    provider_server.behave("StartTicket", "refuse", message=NO_MORE)
    mail = by_mail(cast)
    provider_server.answer("StartTicket", "TicketCreation=TRUE")
    retry(inbound=mail, actor=cast.ada.actor)
    again = handle(mail.pk)
    assert again.link_kind == "ticket"
    first, second = (row["ticketnumber"] for row in provider_server.inputs("StartTicket"))
    assert first != second == Ticket.objects.get().number
    assert Reservation.objects.count() == 2


def test_mail_waits_for_a_provider_that_is_down(
    set_up: SetUp, provider_server: ProviderServer, dead_port: int, cast: Cast
) -> None:
    set_up("tickets", on_failure="refuse", url=f"http://127.0.0.1:{dead_port}/Provider.asmx")
    mail = by_mail(cast)
    assert (mail.state, OutboundMail.objects.count()) == ("received", 0)
    set_up("tickets", on_failure="refuse")
    InboundMail.objects.filter(pk=mail.pk).update(next_at=None)
    assert handle(mail.pk).link_kind == "ticket"
    assert len(provider_server.calls("StartTicket")) == 1


def test_mail_waits_while_the_provider_rests(
    set_up: SetUp, provider_server: ProviderServer, cast: Cast
) -> None:
    set_up("tickets", on_failure="refuse", timeout_seconds=2, rest_after=1, rest_seconds=60)
    provider_server.behave("StartTicket", "hang", seconds=4)
    first = by_mail(cast)
    assert first.state == "ignored"  # it was asked, and may have been charged for: the policy decides
    second = handle(receive(raw=letter(number=2), department=cast.support).pk)
    assert (second.state, second.next_at is None) == ("received", False)
    assert "ProviderAwayError" in str(second.data)
