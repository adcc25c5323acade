"""Answers as services of all kinds write them."""

import pytest

from providers.errors import CallError
from providers.parsing import parse_answer
from providers.services import field_options, start_chat, start_ticket, user_info
from tests.providers.conftest import SetUp
from tests.servers.provider import ProviderServer


def envelope(inner: str, method: str = "StartTicket", response: bool = True) -> bytes:
    result = f"<{method}Result>{inner}</{method}Result>"
    body = f'<{method}Response xmlns="urn:x">{result}</{method}Response>' if response else result
    uri = "http://schemas.xmlsoap.org/soap/envelope/"
    return f'<soap:Envelope xmlns:soap="{uri}"><soap:Body>{body}</soap:Body></soap:Envelope>'.encode()


@pytest.mark.parametrize("word", ["true", "True", "TRUE", " true ", "1"])
def test_success_is_said_in_many_ways(word: str) -> None:
    assert parse_answer(envelope(f"<Success>{word}</Success>"), "StartTicket").success


@pytest.mark.parametrize("word", ["false", "False", "FALSE", "0", "", "maybe"])
def test_all_else_is_no_success(word: str) -> None:
    assert not parse_answer(envelope(f"<Success>{word}</Success>"), "StartTicket").success


def test_an_absent_list_is_an_empty_one() -> None:
    parsed = parse_answer(envelope("<Success>true</Success>"), "StartTicket")
    assert (parsed.pairs, parsed.fields, parsed.message) == ((), (), "")


def test_members_come_in_any_order_and_names_in_any_case() -> None:
    strings = "<OutputVariables><string>GROUPNAME=a=b=c</string><string>cf_Plan=</string></OutputVariables>"
    parsed = parse_answer(envelope(f"{strings}<message>Hi</message><SUCCESS>true</SUCCESS>"), "StartTicket")
    assert parsed.pairs == (("GROUPNAME", "a=b=c"), ("cf_Plan", ""))
    assert parsed.message == "Hi"


def test_a_list_may_be_repeated_in_place_of_wrapped() -> None:
    strings = "<OutputVariables>a=1</OutputVariables><OutputVariables>b=2</OutputVariables>"
    parsed = parse_answer(envelope(f"<Success>true</Success>{strings}"), "StartTicket")
    assert parsed.pairs == (("a", "1"), ("b", "2"))


def test_the_response_element_may_be_missing() -> None:
    assert parse_answer(envelope("<Success>true</Success>", response=False), "StartTicket").success


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"no xml",
        b"<html><body/></html>",
        envelope("<Message>no success</Message>"),
        envelope("<Success>true</Success>", method="Other"),
        b'<?xml version="1.0"?><!DOCTYPE x><x/>',
        '<?xml version="1.0" encoding="utf-16"?><!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'.encode("utf-16"),
        b"<!-- <a> --><!DOCTYPE x [<!ENTITY a 'b'>]><x/>",
        b"<a>" * 500 + b"</a>" * 500,
    ],
)
def test_garbage_is_called_so(body: bytes) -> None:
    with pytest.raises(CallError) as caught:
        parse_answer(body, "StartTicket")
    assert caught.value.reason == "garbage"


def test_html_that_speaks_of_a_doctype_is_no_dtd() -> None:
    html = "<UserInfoHtml><![CDATA[<!DOCTYPE html><b>x</b>]]></UserInfoHtml>"
    parsed = parse_answer(envelope(f"<Success>true</Success>{html}", "GetUserDetails"), "GetUserDetails")
    assert parsed.html == "<!DOCTYPE html><b>x</b>"


@pytest.mark.parametrize("member", ["UserInfoHtml", "UserInfoHTML"])
def test_user_information_is_a_member(member: str) -> None:
    inner = f"<Success>true</Success><{member}>&lt;b&gt;x&lt;/b&gt;</{member}>"
    assert parse_answer(envelope(inner, "GetUserDetails"), "GetUserDetails").html == "<b>x</b>"


def _asked_for_user() -> str:
    placed = {"brand_name": "B", "department_name": "D", "group_name": "G"}
    return user_info(username="cleo", email="", ticket_number="1", **placed).html


def test_user_information_may_be_an_output_variable(set_up: SetUp, provider_server: ProviderServer) -> None:
    set_up("userinfo")
    provider_server.answer("GetUserDetails", 'userinfohtml=<p title="a=b">Gold</p><script>x()</script>')
    assert _asked_for_user() == '<p title="a=b">Gold</p>'


def test_user_information_is_sanitized(set_up: SetUp, provider_server: ProviderServer) -> None:
    set_up("userinfo")
    provider_server.answer("GetUserDetails", html='<img src="x" onerror="go()"><iframe></iframe><b>ok</b>')
    assert _asked_for_user() == '<img src="x"><b>ok</b>'


def test_a_ticket_is_rerouted(set_up: SetUp, provider_server: ProviderServer) -> None:
    set_up("tickets")
    provider_server.answer(
        "StartTicket",
        "ticketcreation=true",
        "DepartmentName=Billing",
        "GroupName=Renewals",
        "departmentID=7",
        "groupId=not-a-number",
        "cf_Product/Domain=a=b",
    )
    answer = start_ticket(ticket_number="1", department_name="Support", subject="x", email_from="a@b.example")
    assert (answer.department_name, answer.group_name) == ("Billing", "Renewals")
    assert (answer.department_id, answer.group_id) == (7, 0)
    assert answer.fields == {"Product/Domain": "a=b"}
    [sent] = provider_server.inputs("StartTicket")
    assert (sent["emailfrom"], sent["loginusername"]) == ("a@b.example", "")


def test_a_chat_is_moved(set_up: SetUp, provider_server: ProviderServer) -> None:
    set_up("chats")
    provider_server.answer("StartChat", "ChatCreation=TRUE", "departmentName=Sales", "cf_Plan=Gold")
    answer = start_chat(department_name="Support")
    assert (answer.department_name, answer.fields) == ("Sales", {"Plan": "Gold"})


def test_fields_are_changed(set_up: SetUp, provider_server: ProviderServer) -> None:
    set_up("fields")
    changed = {
        "CustomFieldName": "Product/Domain",
        "DisplayWithInformationLookup": True,
        "ChangeListOptions": True,
        "ListOptions": ["a.example", "b.example"],
        "ChangeRequired": True,
        "NewRequiredValue": False,
        "ChangeVisible": False,
        "NewVisibleValue": False,
    }
    empty = {"CustomFieldName": "Plan", "ChangeListOptions": True, "ListOptions": []}
    outputs = ["CanStartTickets=false", "CanStartChats=TRUE"]
    provider_server.behave(
        "GetCustomFieldOptions", "answer", outputs=outputs, fields=[changed, empty], message="Not here."
    )
    answer = field_options("NORMAL", "cleo", "Support")
    assert (answer.can_start_tickets, answer.can_start_chats, answer.message) == (False, True, "Not here.")
    domain, plan = answer.changes
    assert (domain.name, domain.step, domain.options) == ("Product/Domain", "pre", ("a.example", "b.example"))
    assert (domain.required, domain.visible) == (False, None)
    assert (plan.options, plan.step) == ((), None)
    assert provider_server.inputs("GetCustomFieldOptions")[0]["location"] == "REGULAR"


def test_pre_stays_pre(set_up: SetUp, provider_server: ProviderServer) -> None:
    set_up("fields")
    field_options("pre", "cleo", "Support")
    assert provider_server.inputs("GetCustomFieldOptions")[0]["location"] == "PRE"
