"""The provider of custom fields at both steps of the form, asked over HTTP and counted where it answers."""

import pytest
from django.test import Client

from customfields.models import Template
from customfields.selectors import values_of
from tests.factories import customfields as make
from tests.providers.conftest import SetUp
from tests.providers_wired.conftest import signed_in
from tests.servers.provider import ProviderServer
from tests.tickets.browsing import Browser
from tests.tickets.conftest import Cast
from tickets.models import Ticket, TicketValue

FIELDS = "GetCustomFieldOptions"
QUESTION = {"subject": "Orders bounce", "message": "Every second one."}


@pytest.fixture
def asks(cast: Cast) -> Template:
    template = make.template(is_default=True)
    make.line(template, "Domain", "choice", options=["old.example"], step="pre")
    make.line(template, "Server", "choice", options=["s1"])
    make.line(template, "Note")
    return template


def key(asks: Template, name: str) -> str:
    return f"cf_{asks.items.get(field__name=name).field_id}"


def _change(name: str, **more: object) -> dict[str, object]:
    return {"CustomFieldName": name, **more}


def _entries(*options: str) -> dict[str, object]:
    return {"ChangeListOptions": True, "ListOptions": list(options)}


def said(ticket: Ticket) -> dict[str, str]:
    return {value.name: value.said for value in values_of(TicketValue, ticket).values()}


def test_each_step_is_asked_once_however_often_it_is_drawn(
    set_up: SetUp, provider_server: ProviderServer, cast: Cast, asks: Template
) -> None:
    set_up("fields")
    fields = [
        _change("Domain", **_entries("a.example", "b.example")),
        _change("Server", **_entries("s7", "s8")),
    ]
    provider_server.answer(FIELDS, "CanStartTickets=True", fields=fields)
    browser = Browser(signed_in(cast.cleo), f"/submit?department={cast.support.pk}")
    assert "b.example" in browser.page
    assert "old.example" not in browser.page
    assert browser.send("next", **{key(asks, "Domain"): "old.example"}) == 422  # judged by what was offered
    browser.send("next", **{key(asks, "Domain"): "b.example"})
    assert "s8" in browser.page
    browser.send("next", **QUESTION, **{key(asks, "Server"): "s1"})
    browser.send("back")
    browser.send("next")
    browser.send("next", **{key(asks, "Server"): "s8"})
    assert browser.step == "Check and send"
    browser.send("send")
    assert said(Ticket.objects.get()) == {"Domain": "b.example", "Server": "s8"}
    sent = [
        (row["location"], row["departmentname"], row.get("cf_domain", ""))
        for row in provider_server.inputs(FIELDS)
    ]
    assert sent == [("PRE", "Support", ""), ("REGULAR", "Support", "b.example")]


def test_a_department_that_asks_nothing_first_is_asked_for_step_by_step(
    set_up: SetUp, provider_server: ProviderServer, cast: Cast, asks: Template
) -> None:
    asks.items.filter(step="pre").update(step="regular")
    set_up("fields")
    browser = Browser(signed_in(cast.cleo))
    assert provider_server.calls(FIELDS) == []  # no department is chosen yet
    browser.send("fields", department=cast.support.pk)
    assert [row["location"] for row in provider_server.inputs(FIELDS)] == ["PRE"]
    browser.send("next")
    assert [row["location"] for row in provider_server.inputs(FIELDS)] == ["PRE", "REGULAR"]


def test_other_values_are_another_question(
    set_up: SetUp, provider_server: ProviderServer, cast: Cast, asks: Template
) -> None:
    set_up("fields")
    provider_server.answer(
        FIELDS, "CanStartTickets=True", fields=[_change("Domain", **_entries("a.example", "b.example"))]
    )
    browser = Browser(signed_in(cast.cleo), f"/submit?department={cast.support.pk}")
    browser.send("next", **{key(asks, "Domain"): "a.example"})
    browser.send("back")
    browser.send("next", **{key(asks, "Domain"): "b.example"})
    places = [(row["location"], row.get("cf_domain", "")) for row in provider_server.inputs(FIELDS)]
    assert places == [("PRE", ""), ("REGULAR", "a.example"), ("REGULAR", "b.example")]


def test_it_moves_demands_and_hides_fields(
    set_up: SetUp, provider_server: ProviderServer, cast: Cast, asks: Template
) -> None:
    set_up("fields")
    fields = [
        _change("Server", DisplayWithInformationLookup=True, ChangeRequired=True, NewRequiredValue=True),
        _change("Note", ChangeVisible=True, NewVisibleValue=False),
    ]
    provider_server.answer(FIELDS, "CanStartTickets=True", fields=fields)
    browser = Browser(signed_in(cast.cleo), f"/submit?department={cast.support.pk}")
    assert "Server" in browser.page
    assert browser.send("next") == 422
    browser.send("next", **{key(asks, "Server"): "s1"})
    assert browser.step == "Your question"
    assert ">Note<" not in browser.page
    browser.send("send", **QUESTION, **{key(asks, "Note"): "sent by hand"})
    assert said(Ticket.objects.get()) == {"Server": "s1"}


def test_no_shows_the_message_and_no_form(
    set_up: SetUp, provider_server: ProviderServer, cast: Cast, asks: Template
) -> None:
    set_up("fields")
    provider_server.answer(FIELDS, "CanStartTickets=False", message="Your plan has no support by ticket.")
    client = signed_in(cast.cleo)
    browser = Browser(client, f"/submit?department={cast.support.pk}")
    assert "Your plan has no support by ticket." in browser.page
    assert 'value="next"' not in browser.page
    answer = client.post("/submit", browser.fields | QUESTION | {"go": "send"})
    assert answer.status_code == 422
    assert "Your plan has no support by ticket." in answer.content.decode()
    assert not Ticket.objects.exists()


def test_no_at_the_second_step(
    set_up: SetUp, provider_server: ProviderServer, cast: Cast, asks: Template
) -> None:
    set_up("fields")
    provider_server.answer(FIELDS, "CanStartTickets=True")
    browser = Browser(signed_in(cast.cleo), f"/submit?department={cast.support.pk}")
    provider_server.answer(FIELDS, "CanStartTickets=False", message="Not for that domain.")
    browser.send("next", **{key(asks, "Domain"): "old.example"})
    assert "Not for that domain." in browser.page
    assert 'name="message"' not in browser.page
    browser.send("back")
    assert browser.fields[key(asks, "Domain")] == ["old.example"]


@pytest.mark.parametrize(("policy", "goes_on"), [("allow", True), ("refuse", False)])
def test_when_it_fails_the_policy_decides(
    set_up: SetUp, provider_server: ProviderServer, cast: Cast, asks: Template, policy: str, goes_on: bool
) -> None:
    set_up("fields", on_failure=policy, failure_message="Please call us.")
    provider_server.behave(FIELDS, "fault")
    browser = Browser(signed_in(cast.cleo), f"/submit?department={cast.support.pk}")
    assert ("old.example" in browser.page) is goes_on
    assert ("Please call us." in browser.page) is not goes_on


def test_a_forged_answer_counts_for_nothing(
    set_up: SetUp, provider_server: ProviderServer, cast: Cast, asks: Template
) -> None:
    set_up("fields")
    provider_server.answer(FIELDS, "CanStartTickets=False", message="No.")
    client = Client()
    browser = Browser(client, f"/submit?department={cast.support.pk}")
    given = browser.fields | QUESTION | {"name": "Nora", "email": "nora@new.example"}
    assert (
        client.post(
            "/submit", given | {"asked_first": "eyJhbGxvd2VkIjp0cnVlfQ:x:y", "go": "send"}
        ).status_code
        == 422
    )
    assert not Ticket.objects.exists()
    assert len(provider_server.calls(FIELDS)) == 2
