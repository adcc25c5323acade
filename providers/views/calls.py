"""Settings, External Providers: the log of calls, and one call."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import urlencode
from django.utils.timezone import localtime, now
from django.views.decorators.http import require_safe

from accounts.views.guard import PersonRequest, permission_required
from common.paging import BadCursorError
from providers import selectors
from providers.models import Call, Kind
from providers.permissions import MANAGE_PROVIDERS
from providers.views.options import shell
from providers.views.words import SHORT, Pill, result_of, then_of, took, wire

SLOWER = (500, 1000, 2000, 5000)
FILTERS = ("kind", "result", "slower", "ticket")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the log."""

    call: Call
    result: Pill
    took: str
    then: str


def _line(call: Call) -> Line:
    return Line(call, result_of(call), took(call.ms), then_of(call))


def _filters(request: PersonRequest) -> dict[str, str]:
    chosen = {name: request.GET.get(name, "").strip()[:40] for name in FILTERS}
    chosen["kind"] = chosen["kind"] if chosen["kind"] in Kind.values else ""
    chosen["result"] = chosen["result"] if chosen["result"] in {"ok", *SHORT} else ""
    chosen["slower"] = chosen["slower"] if chosen["slower"] in map(str, SLOWER) else ""
    return {name: value for name, value in chosen.items() if value}


@require_safe
@permission_required(MANAGE_PROVIDERS)
def calls(request: PersonRequest) -> HttpResponse:
    chosen = _filters(request)
    try:
        page = selectors.calls_page(
            kinds=(chosen["kind"],) if "kind" in chosen else (),
            reasons=(chosen["result"],) if "result" in chosen else (),
            slower_than_ms=int(chosen.get("slower", 0)),
            ticket_number=chosen.get("ticket", ""),
            cursor=request.GET.get("after", ""),
        )
    except BadCursorError:
        return redirect("settings_provider_calls")
    more = f"?{urlencode({**chosen, 'after': page.next})}" if page.next else ""
    context: dict[str, Any] = {"rows": [_line(call) for call in page.rows], "more": more}
    if request.GET.get("after") and request.headers.get("HX-Request") == "true":
        return render(request, "settings/providers/log_rows.html", context)
    midnight = localtime(now()).replace(hour=0, minute=0, second=0, microsecond=0)
    context |= {"chosen": chosen, "kinds": Kind.choices, "results": SHORT.items(), "tab": "log"}
    context |= {"slower": [(str(ms), took(ms)) for ms in SLOWER], "today": selectors.calls_since(midnight)}
    return render(request, "settings/providers/log.html", {**shell(), **context})


@require_safe
@permission_required(MANAGE_PROVIDERS)
def one(request: PersonRequest, call_id: int) -> HttpResponse:
    call = selectors.call_row(call_id)
    return render(
        request,
        "settings/providers/call.html",
        {**shell(), "line": _line(call), "wire": wire(call), "tab": "log"},
    )
