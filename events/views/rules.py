"""The list of rules by folder: on and off, in order, duplicated, deleted."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import groupby
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from events import services
from events.drafts import draft_of
from events.forms.labels import category
from events.forms.suggestions import suggestions
from events.models import Rule
from events.registry import action_type, event_types
from events.selectors import rule_for, rules_of
from events.selectors.pages import Record, records_of
from events.views.place import Where


@dataclass(frozen=True, slots=True)
class Row:
    """A rule in the list."""

    rule: Rule
    record: Record
    where: Where

    @property
    def event(self) -> str:
        event = event_types().get(self.rule.event_id)
        return f"{category(self.rule.event_id)} · {event.name}" if event else ""

    @property
    def does(self) -> str:
        return " · ".join(filter(None, map(_called, self.rule.actions)))

    @property
    def last_run(self) -> datetime | None:
        return self.record.last_run

    @property
    def matched(self) -> int:
        return self.record.matched

    @property
    def dead(self) -> int:
        return self.record.dead

    @property
    def dialog_id(self) -> str:
        return f"delete{self.rule.pk}"

    def _url(self, name: str) -> str:
        return self.where.url(name, self.rule.pk)

    url = property(lambda self: self._url("rule"))
    runs_url = property(lambda self: self._url("rule_runs"))
    switch_url = property(lambda self: self._url("rule_switch"))
    up_url = property(lambda self: self._url("rule_up"))
    copy_url = property(lambda self: self._url("rule_copy"))
    delete_url = property(lambda self: self._url("rule_delete"))


@dataclass(frozen=True, slots=True)
class Folder:
    """Rules that stand together."""

    name: str
    rows: list[Row]


def _called(action: dict[str, Any]) -> str:
    kind = action_type(str(action.get("type", "")))
    return str(kind.label) if kind else ""


def _found(rules: Iterable[Rule], query: str) -> list[Rule]:
    wanted = query.casefold()
    return [rule for rule in rules if wanted in f"{rule.name}\n{rule.folder}\n{_event_name(rule)}".casefold()]


def _event_name(rule: Rule) -> str:
    event = event_types().get(rule.event_id)
    return event.name if event else ""


def index(request: HttpRequest, where: Where) -> HttpResponse:
    scope = where.scope
    rules = list(rules_of(scope))
    query = request.GET.get("q", "").strip()[:80]
    shown = _found(rules, query) if query else rules
    records = records_of(shown)
    rows = [Row(rule, records[rule.pk], where) for rule in shown]
    folders = [Folder(name, list(own)) for name, own in groupby(rows, key=lambda row: row.rule.folder)]
    context = where.frame() | {
        "folders": folders,
        "query": query,
        "total": len(rules),
        "order_url": where.url("rules_order"),
        "suggestions": [] if rules else suggestions(scope),
    }
    return render(request, "settings/events/rules.html", context)


def _one(where: Where, rule_id: int) -> Rule:
    return rule_for(where.scope, rule_id)


def order(request: HttpRequest, where: Where) -> HttpResponse:
    """The ids of one folder's rules in their new order; of others nothing moves."""
    ids = [int(text) for text in request.POST.getlist("rule")[:1000] if text.isdecimal() and len(text) < 10]
    for place, rule_id in enumerate(ids):
        rule = _one(where, rule_id)
        if rule.position != place:
            services.move_rule(rule.pk, folder=rule.folder, position=place, actor=where.actor)
    return HttpResponse(status=204)


def up(request: HttpRequest, where: Where, rule_id: int) -> HttpResponse:
    rule = _one(where, rule_id)
    mates = [mate.pk for mate in rules_of(where.scope) if mate.folder == rule.folder]
    position = max(0, mates.index(rule.pk) - 1)
    services.move_rule(rule.pk, folder=rule.folder, position=position, actor=where.actor)
    return redirect(where.url("rules"))


def switch(request: HttpRequest, where: Where, rule_id: int) -> HttpResponse:
    is_on = request.POST.get("on") == "1"
    rule = services.enable_rule(_one(where, rule_id).pk, is_enabled=is_on, actor=where.actor)
    said_so = _("%(name)s is on.") if is_on else _("%(name)s is off.")
    messages.success(request, said_so % {"name": rule.name})
    return redirect(where.url("rules"))


def copy(request: HttpRequest, where: Where, rule_id: int) -> HttpResponse:
    """The copy is off until somebody has looked at it."""
    rule = _one(where, rule_id)
    name = _("%(name)s (copy)") % {"name": rule.name[:70]}
    made = services.create_rule(replace(draft_of(rule), name=name, is_enabled=False), actor=where.actor)
    messages.success(request, _("This is the copy. It is off until you switch it on."))
    return redirect(where.url("rule", made.pk))


def delete(request: HttpRequest, where: Where, rule_id: int) -> HttpResponse:
    rule = _one(where, rule_id)
    if request.method != "POST":
        context = where.frame() | {"row": Row(rule, Record(), where)}
        return render(request, "settings/events/rule_delete_page.html", context)
    name = rule.name
    services.delete_rule(rule.pk, actor=where.actor)
    messages.success(request, _("%(name)s is deleted.") % {"name": name})
    return redirect(where.url("rules"))
