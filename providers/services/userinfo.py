"""The user information provider: what another system knows of the customer, for the page of a ticket."""

from dataclasses import dataclass

from common.html import sanitize
from providers.models import Kind
from providers.services.calling import call


@dataclass(frozen=True, slots=True)
class UserInfo:
    """Sanitized HTML, "" for no area. `reason` says why there is none."""

    html: str
    reason: str
    ms: int = 0
    call_id: int = 0


def user_info(
    *,
    username: str,
    email: str,
    brand_name: str,
    department_name: str,
    group_name: str,
    ticket_number: str,
    interaction_type: str = "ticket",
) -> UserInfo:
    """Asks about the customer; brand, department and group are those that the ticket is in now."""
    inputs = {
        "username": username,
        "email": email,
        "brandName": brand_name,
        "departmentName": department_name,
        "groupName": group_name,
        "ticketNumber": ticket_number,
        "interactionType": interaction_type,
    }
    answer = call(Kind.USERINFO, "GetUserDetails", inputs, ticket_number=ticket_number)
    html = sanitize(answer.html).strip() if answer.ok and answer.html.strip() else ""
    return UserInfo(html, answer.reason, answer.ms, answer.call_id)


def user_details(
    *, username: str, email: str, brand_name: str, department_name: str, group_name: str, ticket_number: str
) -> str:
    """As `user_info`, only the HTML."""
    return user_info(
        username=username,
        email=email,
        brand_name=brand_name,
        department_name=department_name,
        group_name=group_name,
        ticket_number=ticket_number,
    ).html
