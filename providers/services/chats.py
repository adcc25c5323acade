"""The live chat provider: asked before a chat begins."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from providers.models import Kind
from providers.services.calling import call


@dataclass(frozen=True, slots=True)
class ChatAnswer:
    """`message` is for the person when it is not allowed; a department name may be an unknown one."""

    allowed: bool
    message: str = ""
    department_name: str = ""
    fields: Mapping[str, str] = field(default_factory=dict)
    reason: str = ""
    failed: bool = False
    call_id: int = 0


def start_chat(
    *, department_name: str, login: str = "", email_from: str = "", fields: Mapping[str, str] | None = None
) -> ChatAnswer:
    """May the chat begin, where, and with which fields?"""
    inputs = {"loginUsername": login, "emailFrom": email_from, "departmentName": department_name}
    inputs |= {f"cf_{name}": value for name, value in (fields or {}).items()}
    answer = call(Kind.CHATS, "StartChat", inputs)
    if answer.ok:
        name = answer.outputs.get("departmentname", "").strip()
        return ChatAnswer(True, "", name, answer.custom, call_id=answer.call_id)
    message = answer.message if answer.reason == "refused" else answer.failure_message
    return ChatAnswer(
        answer.allowed,
        "" if answer.allowed else message,
        reason=answer.reason,
        failed=answer.failed,
        call_id=answer.call_id,
    )
