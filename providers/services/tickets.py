"""The ticket provider: asked once before every ticket; it may refuse it, move it, and set its fields."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from providers.models import Kind
from providers.services.answer import Answer
from providers.services.calling import call


@dataclass(frozen=True, slots=True)
class TicketAnswer:
    """Group goes before department, id before name; "" and 0 leave it. Names may be unknown ones.

    `message` is for the person when it is not allowed. `failed`: the provider gave no answer, and the policy
    decided. Without `is_sent` it surely never saw the question: the number may be asked for again.
    """

    allowed: bool
    message: str = ""
    department_name: str = ""
    group_name: str = ""
    department_id: int = 0
    group_id: int = 0
    fields: Mapping[str, str] = field(default_factory=dict)
    reason: str = ""
    failed: bool = False
    is_sent: bool = True
    call_id: int = 0


def start_ticket(
    *,
    ticket_number: str,
    department_name: str,
    subject: str,
    login: str = "",
    email_from: str = "",
    fields: Mapping[str, str] | None = None,
) -> TicketAnswer:
    """`login` for a ticket of the web, `email_from` for one that came by mail. The provider may charge for
    the call: the caller stores the answer with the number and never asks twice."""
    inputs = {
        "loginUsername": login,
        "emailFrom": email_from,
        "departmentName": department_name,
        "subject": subject,
        "ticketNumber": ticket_number,
    }
    inputs |= {f"cf_{name}": value for name, value in (fields or {}).items()}
    return _ticket(call(Kind.TICKETS, "StartTicket", inputs, ticket_number=ticket_number))


def _ticket(answer: Answer) -> TicketAnswer:
    if not answer.ok:
        message = answer.message if answer.reason == "refused" else answer.failure_message
        return TicketAnswer(
            allowed=answer.allowed,
            message="" if answer.allowed else message,
            reason=answer.reason,
            failed=answer.failed,
            is_sent=answer.is_sent,
            call_id=answer.call_id,
        )
    return TicketAnswer(
        allowed=True,
        department_name=answer.outputs.get("departmentname", "").strip(),
        group_name=answer.outputs.get("groupname", "").strip(),
        department_id=_number(answer.outputs.get("departmentid", "")),
        group_id=_number(answer.outputs.get("groupid", "")),
        fields=answer.custom,
        call_id=answer.call_id,
    )


def _number(text: str) -> int:
    text = text.strip()
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else 0
