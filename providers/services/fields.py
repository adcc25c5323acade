"""The custom field provider: which fields, lists and duties this customer has, and whether he may begin."""

from collections.abc import Mapping
from dataclasses import dataclass

from customfields.items import FieldChange
from providers.models import Kind
from providers.parsing import FieldItem, is_false
from providers.services.calling import call

PRE, REGULAR = "PRE", "REGULAR"


@dataclass(frozen=True, slots=True)
class FieldAnswer:
    """`message` is for the person when one of the two is not allowed."""

    can_start_tickets: bool
    can_start_chats: bool
    message: str
    changes: tuple[FieldChange, ...]
    reason: str
    call_id: int = 0


def field_options(
    location: str, login: str, department_name: str, values: Mapping[str, str] | None = None
) -> FieldAnswer:
    """`location` is PRE (the department was chosen; no values yet) or REGULAR; NORMAL means the latter.

    `values` are the custom fields filled so far, by name, as text.
    """
    step = PRE if location.strip().casefold() == "pre" else REGULAR
    inputs = {"loginUsername": login, "departmentName": department_name, "location": step}
    inputs |= {f"cf_{name}": value for name, value in (values or {}).items()}
    answer = call(Kind.FIELDS, "GetCustomFieldOptions", inputs)
    if answer.failed or answer.reason == "off":
        said = "" if answer.allowed else answer.failure_message
        return FieldAnswer(answer.allowed, answer.allowed, said, (), answer.reason, answer.call_id)
    return FieldAnswer(
        can_start_tickets=not is_false(answer.outputs.get("canstarttickets", "")),
        can_start_chats=not is_false(answer.outputs.get("canstartchats", "")),
        message=answer.message,
        changes=tuple(_change(item) for item in answer.fields),
        reason=answer.reason,
        call_id=answer.call_id,
    )


def _change(item: FieldItem) -> FieldChange:
    if item.is_first_step is None:
        return FieldChange(item.name, None, item.options, item.required, item.visible)
    step = "pre" if item.is_first_step else "regular"
    return FieldChange(item.name, step, item.options, item.required, item.visible)  # type: ignore[arg-type]
