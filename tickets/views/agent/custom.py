"""Custom fields over a list: filters by them, and which of them stand as columns."""

from dataclasses import dataclass
from datetime import date
from urllib.parse import parse_qsl

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.services import COLUMNS, choose_columns, chosen_columns
from customfields.models import Field, Kind
from organization.guard import AgentRequest, agent_view
from tickets.forms.lists import read_state
from tickets.selectors.columns import BETWEEN, DAY, IS, MOMENT, NOT, STARTS, op_of, ticket_fields
from tickets.selectors.desk import Desk, desk_of
from tickets.selectors.state import ListState
from tickets.views.agent.chips import Chip


def custom_chips(state: ListState, known: list[Field]) -> list[Chip]:
    """Those that are set; a field that is gone since filters no less."""
    names = {field.pk: field.shown for field in known}
    base = reverse("agent_list")
    found = []
    for pk, asked in state.custom:
        rest = tuple(one for one in state.custom if one[0] != pk)
        clear = f"{base}{state.but(custom=rest).query}"
        found.append(Chip(f"cf_{pk}", names.get(pk, _("Field %(id)s") % {"id": pk}), _said(asked), clear))
    return found


def _said(asked: str) -> str:
    op, _colon, value = asked.partition(":")
    if value == "True":
        return _("No") if op == NOT else _("Yes")
    if op in (IS, NOT):
        return value
    if op == STARTS:
        return _("begins with %(text)s") % {"text": value}
    first, _dots, last = value.partition(BETWEEN)
    if op in (DAY, MOMENT):
        first, last = (_day(end) for end in (first, last))
    if first and last:
        return _("%(first)s to %(last)s") % {"first": first, "last": last}
    return _("from %(first)s") % {"first": first} if first else _("up to %(last)s") % {"last": last}


def _day(text: str) -> str:
    return date_format(date.fromisoformat(text), "SHORT_DATE_FORMAT") if text else ""


@dataclass(frozen=True, slots=True)
class Filter:
    """A field in the form of filters: entries to choose from, else a beginning, else two ends."""

    field: Field
    entries: tuple[tuple[str, str], ...]
    op: str
    value: str
    first: str = ""
    last: str = ""

    @property
    def control(self) -> str:
        """What a browser calls the control of an end."""
        return "date" if self.op in (DAY, MOMENT) else "text"


def _filter(field: Field, asked: str) -> Filter:
    op, value = op_of(field.kind), asked.partition(":")[2]
    first, _dots, last = value.partition(BETWEEN)
    if op != IS:
        return Filter(field, (), op, value, first, last)
    if field.kind == Kind.BOOL:
        return Filter(field, ((f"{IS}:True", _("Yes")), (f"{NOT}:True", _("No"))), op, asked)
    return Filter(field, tuple((f"{IS}:{one}", one) for one in field.options), op, asked)


def _desk(request: AgentRequest) -> Desk:
    return desk_of(request.scope)


def filter_form(request: AgentRequest) -> HttpResponse:
    """All fields to filter by, with what is set."""
    state = read_state(request.GET.dict())
    asked = dict(state.custom)
    context = {
        "filters": [_filter(field, asked.get(field.pk, "")) for field in ticket_fields(_desk(request))],
        "kept": parse_qsl(state.but(custom=()).query[1:]),
        "clear_url": reverse("agent_list") + state.but(custom=()).query,
        "is_set": bool(asked),
    }
    return render(request, "agent/list/filter_form.html", context)


def column_choices(request: AgentRequest) -> HttpResponse:
    """The fields with those that are columns; without room for more the others cannot be chosen."""
    chosen = chosen_columns(request.user)
    fields = [(field, field.pk in chosen) for field in ticket_fields(_desk(request))]
    is_full = sum(is_chosen for _field, is_chosen in fields) >= COLUMNS
    return render(request, "agent/list/columns.html", {"fields": fields, "is_full": is_full, "most": COLUMNS})


@agent_view
@require_POST
def columns(request: AgentRequest) -> HttpResponse:
    """Puts a field beside the rows or takes it away; kept with the person."""
    known = [field.pk for field in ticket_fields(_desk(request))]
    given = request.POST.get("field", "")
    wanted = int(given) if given.isascii() and given.isdigit() and len(given) < 10 else 0
    chosen = [pk for pk in chosen_columns(request.user) if pk in known]
    if wanted in chosen:
        chosen.remove(wanted)
    elif wanted in known:
        chosen.append(wanted)
    choose_columns(user=request.user, fields=chosen)
    back = request.POST.get("back", "")
    return HttpResponseRedirect(reverse("agent_list") + (back if back.startswith("?") else ""))
