"""The editor of a rule: read, changed by its buttons, tried, saved. A plain form: scripts save clicks."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.formats import time_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from common.audit import history
from events import services
from events.errors import RuleChangedError
from events.forms.buttons import press
from events.forms.draft import Draft
from events.forms.posted import read_draft
from events.forms.rules import checked, draft_of
from events.forms.suggestions import suggested
from events.models import Rule
from events.selectors import rule_for
from events.views.dry import span
from events.views.page import editor_context
from events.views.place import Where
from events.views.trying import tried_at_once

SAVE, OVERWRITE, TRY = "save", "overwrite", "try"


def new(request: HttpRequest, where: Where) -> HttpResponse:
    """A rule that is not saved yet; `from` names a suggestion to start with."""
    draft = suggested(request.GET.get("from", ""), where.scope) or Draft()
    draft.zone = where.zone or str(settings.TIME_ZONE)
    return _editor(request, where, None, draft)


def edit(request: HttpRequest, where: Where, rule_id: int) -> HttpResponse:
    rule = rule_for(where.scope, rule_id)
    return _editor(request, where, rule, draft_of(rule))


def _editor(request: HttpRequest, where: Where, rule: Rule | None, draft: Draft) -> HttpResponse:
    context: dict[str, Any] = {"is_changed": rule is None and bool(draft.name)}
    if request.method != "POST":
        return _page(request, where, rule, draft, context)
    draft = read_draft(request.POST)
    button = request.POST.get("do", "refresh")
    if button in {SAVE, OVERWRITE}:
        return _save(request, where, rule, draft, overwrite=button == OVERWRITE)
    if button == TRY:
        context |= tried_at_once(draft, where, rule)
    else:
        context["focus"] = press(draft, button, new_action=request.POST.get("new_action", ""))
    return _page(request, where, rule, draft, context | {"is_changed": True})


def _save(
    request: HttpRequest, where: Where, rule: Rule | None, draft: Draft, *, overwrite: bool
) -> HttpResponse:
    ready = checked(draft, where.scope)
    if ready is None:
        return _page(request, where, rule, draft, {"is_changed": True, "was_refused": True}, 422)
    try:
        if rule is None:
            rule = services.create_rule(ready, actor=where.actor)
        else:
            version = rule.version if overwrite else draft.version
            rule = services.change_rule(rule.pk, ready, version=version, actor=where.actor)
    except RuleChangedError:
        more = {"is_changed": True, "conflict": _who_was_faster(rule)}
        return _page(request, where, rule, draft, more, 422)
    messages.success(request, _("The rule is saved."))
    address = where.url("rule", rule.pk)
    if request.headers.get("HX-Request") == "true":
        return HttpResponse(status=204, headers={"HX-Redirect": address})
    return redirect(address)


def _who_was_faster(rule: Rule | None) -> str:
    last = history("rule", rule.pk).last() if rule else None
    if last is None or not last.actor_label:
        return _("Somebody else saved this rule after you opened it.")
    told = {"name": last.actor_label, "time": time_format(localtime(last.at), "H:i")}
    return _("%(name)s saved this rule at %(time)s, after you opened it.") % told


def _page(
    request: HttpRequest,
    where: Where,
    rule: Rule | None,
    draft: Draft,
    more: dict[str, Any],
    status: int = 200,
) -> HttpResponse:
    focus = more.get("focus", "")
    context = where.frame() | {"dry_span": span()} | editor_context(draft, where, rule, focus) | more
    part = request.headers.get("HX-Request") == "true"
    template = "settings/events/editor_body.html" if part else "settings/events/editor.html"
    return render(request, template, context, status=status)
