"""What rules must say about events that are found by looking."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from events.registry import Param, RuleScope, register_watch
from tickets.models import Status
from tickets.selectors.watches import AGENT, DEPARTMENT, GROUP, IDLE


def _directions(scope: RuleScope) -> list[tuple[str, str]]:
    return [("above", _("rises above it")), ("below", _("falls below it"))]


def _statuses(scope: RuleScope) -> list[tuple[str, str]]:
    return [(one.word, str(one.label)) for one in (Status.ACTIVE, Status.WAITING)]


def fits_idle(watch: dict[str, Any], args: dict[str, Any]) -> bool:
    """A fact of one threshold is for the rules that wait for that threshold."""
    return str(args.get("idleMinutes")) == str(watch.get("minutes"))


def fits_count(watch: dict[str, Any], args: dict[str, Any]) -> bool:
    told = (str(args.get("threshold")), args.get("direction"), args.get("status") or "")
    return told == (str(watch.get("count")), watch.get("direction", "above"), watch.get("status") or "")


register_watch(
    IDLE,
    Param("minutes", "minutes", gettext_lazy("Without activity for")),
    fits=fits_idle,
)
for _event in (DEPARTMENT, GROUP, AGENT):
    register_watch(
        _event,
        Param("count", "number", gettext_lazy("Number of open tickets")),
        Param("direction", "choice", gettext_lazy("When it"), choices=_directions),
        Param(
            "status",
            "choice",
            gettext_lazy("Only with the status"),
            required=False,
            choices=_statuses,
            help=gettext_lazy("Empty: all open tickets."),
        ),
        fits=fits_count,
    )
