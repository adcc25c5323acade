"""Each method asked by its typed wrapper, as the product asks it, and what of its answer says yes."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from providers import services


@dataclass(frozen=True)
class Method:
    """`went_on` tells from the typed answer whether what the person wanted goes on."""

    kind: str
    name: str
    ask: Callable[[], Any]
    yes: tuple[str, ...]
    went_on: Callable[[Any], bool]
    wants: frozenset[str]


def _ticket() -> services.TicketAnswer:
    return services.start_ticket(
        ticket_number="168-24F24A57-0011",
        department_name="Support",
        subject="A=B & <c>",
        login="cleo",
        fields={"Product/Domain": "x=y"},
    )


def _chat() -> services.ChatAnswer:
    return services.start_chat(department_name="Support", login="cleo", fields={"Domain": "x"})


def _fields() -> services.FieldAnswer:
    return services.field_options("REGULAR", "cleo", "Support", {"Domain": "x"})


def _user() -> services.UserInfo:
    return services.user_info(
        username="cleo",
        email="cleo@example.com",
        brand_name="North",
        department_name="Support",
        group_name="Front line",
        ticket_number="168-24F24A57-0011",
    )


def _notify() -> services.Answer:
    return services.notify(502001, {"subject": "Hello", "ticketnumber": "168-24F24A57-0011"})


def _allowed(answer: Any) -> bool:
    return bool(answer.allowed)


def _ok(answer: Any) -> bool:
    return bool(answer.ok)


METHODS = (
    Method(
        "login",
        "Authenticate",
        lambda: services.authenticate("cleo", "her-own-secret"),
        ("Authentication=OK",),
        _ok,
        frozenset({"authpw", "loginusername", "loginpassword"}),
    ),
    Method(
        "login",
        "GetSignInCookieInfo",
        lambda: services.cookie_info("cleo"),
        ("Authentication=OK",),
        _ok,
        frozenset({"authpw", "loginusername"}),
    ),
    Method(
        "fields",
        "GetCustomFieldOptions",
        _fields,
        ("CanStartTickets=True", "CanStartChats=True"),
        lambda answer: bool(answer.can_start_tickets and answer.can_start_chats),
        frozenset({"authpw", "loginusername", "departmentname", "location", "cf_domain"}),
    ),
    Method(
        "tickets",
        "StartTicket",
        _ticket,
        ("TicketCreation=TRUE",),
        _allowed,
        frozenset(
            {
                "authpw",
                "loginusername",
                "emailfrom",
                "departmentname",
                "subject",
                "ticketnumber",
                "cf_product/domain",
            }
        ),
    ),
    Method(
        "chats",
        "StartChat",
        _chat,
        ("ChatCreation=true",),
        _allowed,
        frozenset({"authpw", "loginusername", "emailfrom", "departmentname", "cf_domain"}),
    ),
    Method(
        "userinfo",
        "GetUserDetails",
        _user,
        (),
        lambda answer: not answer.reason,
        frozenset(
            {
                "authpw",
                "username",
                "email",
                "brandname",
                "departmentname",
                "groupname",
                "ticketnumber",
                "interactiontype",
            }
        ),
    ),
    Method(
        "events",
        "NotifyEventFired",
        _notify,
        (),
        _ok,
        frozenset({"authpw", "eventtype", "args_subject", "args_ticketnumber"}),
    ),
)
BY_NAME = {method.name: method for method in METHODS}
DECIDING = tuple(method for method in METHODS if method.yes)
