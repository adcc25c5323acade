"""The ticket provider's answer: as it is kept on the reservation, and what it changes of a ticket."""

from dataclasses import asdict, dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from common import audit
from common.actor import Actor
from organization.models import Department, Group
from organization.selectors import department_called, group_called
from providers.models import Kind
from providers.selectors import provider
from providers.services import TicketAnswer, note_call
from tickets.services.change import Change

_PROVIDER = Actor("provider", 0, "StartTicket")


@dataclass(frozen=True, slots=True)
class Answer:
    """`reason` is empty where the provider decided, else why the policy for failures did."""

    allowed: bool = True
    message: str = ""
    reason: str = ""
    department_id: int = 0
    department_name: str = ""
    group_id: int = 0
    group_name: str = ""
    fields: dict[str, str] = field(default_factory=dict)
    call_id: int = 0  # in the providers' log

    @property
    def sentence(self) -> str:
        """What a person reads who is refused."""
        return self.message.strip() or _("No ticket can be opened at the moment. Please try again later.")


@dataclass(frozen=True, slots=True)
class Route:
    """Where a ticket goes. `unknown` is what the provider named and what is called nothing here."""

    department: Department
    group: Group | None
    is_moved: bool = False
    unknown: tuple[str, ...] = ()


def of_provider(said: TicketAnswer) -> Answer:
    return Answer(
        allowed=said.allowed,
        message=said.message,
        reason=said.reason,
        department_id=said.department_id,
        department_name=said.department_name,
        group_id=said.group_id,
        group_name=said.group_name,
        fields=dict(said.fields),
        call_id=said.call_id,
    )


def lost() -> Answer:
    """The call was begun and nobody knows its answer: the policy decides."""
    row = provider(Kind.TICKETS)
    return Answer(allowed=not row.refuses, message=row.failure_message if row.refuses else "", reason="lost")


def stored(answer: Answer) -> dict[str, Any]:
    return asdict(answer)


def read(kept: dict[str, Any] | None) -> Answer | None:
    """The answer on a reservation; None where nobody was asked."""
    known = Answer.__dataclass_fields__.keys()
    return None if kept is None else Answer(**{name: kept[name] for name in known if name in kept})


def route(answer: Answer, department: Department, group: Group | None) -> Route:
    """A group goes before a department, an id before a name; a group brings its own department."""
    unknown: list[str] = []
    there, near = department, department
    if answer.department_id or answer.department_name.strip():
        named = department_called(answer.department_id, answer.department_name, near=department)
        _note(unknown, "departmentID", answer.department_id, "departmentName", answer.department_name, named)
        there = near = named or department
    if answer.group_id or answer.group_name.strip():
        found = group_called(answer.group_id, answer.group_name, near=near)
        _note(unknown, "groupId", answer.group_id, "groupName", answer.group_name, found)
        if found is not None:
            return Route(found.department, found, _is_other(found, department, group), tuple(unknown))
    if there.pk == department.pk:
        return Route(department, group, unknown=tuple(unknown))
    return Route(there, None, is_moved=True, unknown=tuple(unknown))


def _is_other(found: Group, department: Department, group: Group | None) -> bool:
    return found.pk != (group.pk if group else department.front_line_id)


def _note(
    unknown: list[str], id_key: str, pk: int, name_key: str, name: str, found: Department | Group | None
) -> None:
    """What did not lead to `found`."""
    if pk and (found is None or found.pk != pk):
        unknown.append(f"{id_key}={pk}")
    if name.strip() and found is None:
        unknown.append(f"{name_key}={name.strip()[:80]}")


def record(change: Change, answer: Answer, routed: Route) -> None:
    """The ticket's history says what the provider did, and what of it nobody here knows; its log too."""
    done: list[str] = []
    if answer.reason:
        _line(change, "ticket.provider_failed", {"reason": answer.reason})
    if routed.is_moved:
        group = change.names.group
        _line(change, "ticket.rerouted", {"group": group.name, "department": group.department.name})
        done.append(f"→ {group.department.name}, {group.name}")
    if routed.unknown:
        _line(change, "ticket.provider_unknown", {"names": list(routed.unknown)})
        done.append(_("unknown here: %(names)s") % {"names": ", ".join(routed.unknown)})
    if done and answer.call_id:
        note_call(answer.call_id, "; ".join(done))


def _line(change: Change, action: str, data: dict[str, Any]) -> None:
    audit.record("ticket", change.ticket.pk, action, _PROVIDER, data, at=change.now)
