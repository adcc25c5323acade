"""What a rule did: matched, held back, in a circle, done, failed; and what was given up."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from common.paging import BadCursorError
from common.text import Text
from common.ui import item_page
from events import services
from events.models import Delivery, Rule, RuleRun
from events.registry import action_type
from events.selectors import rule_for
from events.selectors.pages import args_of, dead_delivery, dead_of, runs_page
from events.views.items import item_name
from events.views.place import Where

DEAD = "dead"
MOST_DEAD = 50
COLOURS: dict[str, str] = {
    "matched": "blue",
    "done": "green",
    "failed": "red",
    "loop": "amber",
    "limited": "",
}


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the log."""

    run: RuleRun
    action: Text
    args: dict[str, Any]

    @property
    def colour(self) -> str:
        return COLOURS.get(self.run.outcome, "")

    @property
    def item(self) -> str:
        return item_name(self.run.item_kind, self.run.item_id, self.args)

    @property
    def url(self) -> str:
        return item_page(self.run.item_kind, self.args)


@dataclass(frozen=True, slots=True)
class Dead:
    """An action that was given up."""

    delivery: Delivery
    action: Text
    retry_url: str

    @property
    def item(self) -> str:
        return item_name(self.delivery.item_kind, self.delivery.item_id, self.delivery.fact.args)

    @property
    def at(self) -> datetime:
        return self.delivery.next_at

    @property
    def error(self) -> str:
        return self.delivery.last_error

    @property
    def why(self) -> str:
        lines = self.error.strip().splitlines()
        return lines[-1][:200] if lines else ""


def _rule(where: Where, rule_id: int) -> Rule:
    return rule_for(where.scope, rule_id)


def _names(rule: Rule) -> dict[str, Text]:
    """The rule's actions by their ids, as they are called now."""
    kinds = {str(action["id"]): action_type(str(action["type"])) for action in rule.actions}
    return {action_id: kind.label for action_id, kind in kinds.items() if kind}


def runs(request: HttpRequest, where: Where, rule_id: int) -> HttpResponse:
    rule = _rule(where, rule_id)
    outcome = request.GET.get("outcome", "")
    outcome = outcome if outcome in {*RuleRun.Outcome.values, DEAD} else ""
    names, cursor = _names(rule), request.GET.get("after", "")
    context: dict[str, Any] = where.frame() | {"rule": rule, "outcome": outcome, "rows": [], "more": ""}
    if outcome != DEAD:
        try:
            found = runs_page(rule, outcome=outcome, cursor=cursor)
        except BadCursorError:
            return redirect(where.url("rule_runs", rule.pk))
        args = args_of(run.fact_id for run in found.rows)
        context["rows"] = [
            Row(run, names.get(run.action, run.action), args.get(run.fact_id, {})) for run in found.rows
        ]
        if found.next:
            context["more"] = f"?{urlencode({'outcome': outcome, 'after': found.next})}"
        if cursor and request.headers.get("HX-Request") == "true":
            return render(request, "settings/events/run_rows.html", context)
    dead = list(dead_of(rule)[:MOST_DEAD]) if outcome in {"", DEAD} else []
    context |= {
        "dead": [_dead(delivery, names, where, rule) for delivery in dead],
        "dead_count": len(dead),
        "tabs": [("", _("All")), *RuleRun.Outcome.choices, (DEAD, _("Given up"))],
        "rule_url": where.url("rule", rule.pk),
    }
    return render(request, "settings/events/runs.html", context)


def _dead(delivery: Delivery, names: dict[str, Text], where: Where, rule: Rule) -> Dead:
    action_id = delivery.handler.rpartition(":")[2]
    return Dead(delivery, names.get(action_id, action_id), where.url("rule_retry", rule.pk, delivery.pk))


def retry(request: HttpRequest, where: Where, rule_id: int, delivery_id: int) -> HttpResponse:
    rule = _rule(where, rule_id)
    if services.revive(dead_delivery(rule, delivery_id).pk):
        messages.success(request, _("The action is tried again."))
    return redirect(where.url("rule_runs", rule.pk))
