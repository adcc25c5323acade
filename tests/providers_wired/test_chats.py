"""What a chat asks before it begins: the steps of its form, and StartChat."""

import pytest

from customfields.models import Field
from providers.models import Call, LoginLink
from providers.services import begin_chat
from tests.providers.conftest import SetUp
from tests.servers.provider import ProviderServer
from tests.tickets.conftest import Cast
from tickets.services import steps

FIELDS = "GetCustomFieldOptions"


def question(cast: Cast, of: str, location: str = "PRE", **values: str) -> steps.StepQuestion:
    return steps.StepQuestion(
        of=of,  # type: ignore[arg-type]  # one of two words
        location=location,  # type: ignore[arg-type]  # one of two words
        login="cleo.m",
        department_id=cast.support.pk,
        department="Support",
        values=values,
    )


def test_it_says_who_where_and_what(set_up: SetUp, provider_server: ProviderServer, cast: Cast) -> None:
    set_up("chats")
    domain = Field.objects.create(name="Domain")
    LoginLink.objects.create(name="cleo.m", user=cast.cleo)
    start = begin_chat(department=cast.support, person=cast.cleo, values={domain.pk: "a=b.example"})
    assert (start.allowed, start.department) == (True, cast.support)
    (inputs,) = provider_server.inputs("StartChat")
    assert inputs == {
        "authpw": provider_server.password,
        "loginusername": "cleo.m",
        "emailfrom": "",
        "departmentname": "Support",
        "cf_domain": "a=b.example",
    }


def test_a_guest_is_known_by_address(set_up: SetUp, provider_server: ProviderServer, cast: Cast) -> None:
    set_up("chats")
    begin_chat(department=cast.support, email="nora@new.example")
    (inputs,) = provider_server.inputs("StartChat")
    assert (inputs["loginusername"], inputs["emailfrom"]) == ("", "nora@new.example")


def test_it_is_sent_elsewhere_with_other_fields(
    set_up: SetUp, provider_server: ProviderServer, cast: Cast
) -> None:
    set_up("chats")
    plan = Field.objects.create(name="Plan")
    provider_server.answer(
        "StartChat", "ChatCreation=TRUE", "departmentName=Billing", "cf_Plan=Gold", "cf_Nix=1"
    )
    start = begin_chat(department=cast.support, values={plan.pk: "Basic"})
    assert (start.department, dict(start.values)) == (cast.billing, {plan.pk: "Gold"})


def test_a_department_that_does_not_exist_is_ignored(
    set_up: SetUp, provider_server: ProviderServer, cast: Cast, caplog: pytest.LogCaptureFixture
) -> None:
    set_up("chats")
    provider_server.answer("StartChat", "ChatCreation=TRUE", "departmentName=Nowhere")
    assert begin_chat(department=cast.support).department == cast.support
    assert "Nowhere" in caplog.text


def test_no_is_no(set_up: SetUp, provider_server: ProviderServer, cast: Cast) -> None:
    set_up("chats")
    provider_server.behave("StartChat", "refuse", message="No more chats.")
    start = begin_chat(department=cast.support)
    assert (start.allowed, start.message) == (False, "No more chats.")


@pytest.mark.parametrize(("policy", "allowed"), [("allow", True), ("refuse", False)])
def test_the_policy_decides_when_it_fails(
    set_up: SetUp, provider_server: ProviderServer, cast: Cast, policy: str, allowed: bool
) -> None:
    set_up("chats", on_failure=policy, failure_message="Later.")
    provider_server.behave("StartChat", "fault")
    start = begin_chat(department=cast.support)
    assert (start.allowed, start.message, start.reason) == (allowed, "" if allowed else "Later.", "fault")


def test_without_a_provider_a_chat_begins(provider_server: ProviderServer, cast: Cast) -> None:
    assert begin_chat(department=cast.support).allowed
    assert provider_server.calls() == []


def test_the_steps_of_a_form_tell_tickets_and_chats_apart(
    set_up: SetUp, provider_server: ProviderServer, cast: Cast
) -> None:
    set_up("fields")
    provider_server.answer(FIELDS, "CanStartTickets=True", "CanStartChats=False", message="Nobody is here.")
    ticket, token = steps.answer_to(question(cast, "ticket"), "")
    chat, _token = steps.answer_to(question(cast, "chat"), token)
    assert (ticket.allowed, ticket.message) == (True, "")
    assert (chat.allowed, chat.message) == (False, "Nobody is here.")
    assert len(provider_server.calls(FIELDS)) == 2  # the token of one says nothing of the other


def test_both_steps_are_asked_once_and_say_what_was_filled_in(
    set_up: SetUp, provider_server: ProviderServer, cast: Cast
) -> None:
    set_up("fields")
    fields = [{"CustomFieldName": "Domain", "ChangeListOptions": True, "ListOptions": ["a.example"]}]
    provider_server.answer(FIELDS, "CanStartChats=TRUE", fields=fields)
    first, token = steps.answer_to(question(cast, "chat"), "")
    again, _same = steps.answer_to(question(cast, "chat"), token)
    assert first == again
    assert [(change.name, change.options) for change in first.changes] == [("Domain", ("a.example",))]
    steps.answer_to(question(cast, "chat", "REGULAR", Domain="a.example"), token)
    sent = [(row["location"], row.get("cf_domain")) for row in provider_server.inputs(FIELDS)]
    assert sent == [("PRE", None), ("REGULAR", "a.example")]


def test_a_failure_is_not_carried_along(set_up: SetUp, provider_server: ProviderServer, cast: Cast) -> None:
    set_up("fields", on_failure="refuse", failure_message="Later.")
    provider_server.behave(FIELDS, "fault")
    failed, token = steps.answer_to(question(cast, "chat"), "")
    assert (failed.allowed, failed.message, token) == (False, "Later.", "")
    provider_server.reset()
    now, _token = steps.answer_to(question(cast, "chat"), token)
    assert now.allowed
    assert Call.objects.filter(kind="fields").count() == 2
