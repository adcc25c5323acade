"""The dry run of the editor: posted in steps, so that the page shows how far it is and can stop it."""

import time
from copy import deepcopy
from typing import Any

from django.core.signing import BadSignature
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from events.dryrun import State, begin, step, unpack
from events.errors import InvalidRuleError
from events.forms.draft import Draft
from events.forms.posted import read_draft
from events.forms.rules import checked
from events.models import Rule
from events.selectors import rule_for
from events.views.dry import shown, span
from events.views.place import Where

STEP_MS = 600
PLAIN_SECONDS = 10  # without a script, everything that fits into one answer
FEW = 3


def try_new(request: HttpRequest, where: Where) -> HttpResponse:
    return _answer(request, where, None)


def try_saved(request: HttpRequest, where: Where, rule_id: int) -> HttpResponse:
    """The rule as it stands in the form, compared with how it is saved."""
    return _answer(request, where, rule_for(where.scope, rule_id))


def _answer(request: HttpRequest, where: Where, rule: Rule | None) -> HttpResponse:
    carried = request.POST.get("dry_state", "")
    try:
        state = _carried(carried, where) if carried else _begun(read_draft(request.POST), where, rule)
    except InvalidRuleError as error:
        return render(request, "settings/events/dry_run.html", _refused(error), status=422)
    return render(request, "settings/events/dry_run.html", shown(step(state, STEP_MS)))


def _refused(error: InvalidRuleError) -> dict[str, Any]:
    return {"dry_error": error.message, "dry_span": span()}


def _carried(text: str, where: Where) -> State:
    """Only a state of this place: what an agent may not see is not tried for that agent."""
    try:
        state = unpack(text)
    except BadSignature:
        raise InvalidRuleError("", _("This dry run is too old to go on.")) from None
    if state.draft.scope != where.scope:
        raise InvalidRuleError("", _("This dry run is too old to go on."))
    return state


def _begun(draft: Draft, where: Where, rule: Rule | None) -> State:
    """A name is needed for saving, not for trying."""
    draft.name = draft.name or _("New rule")
    ready = checked(draft, where.scope)
    if ready is None:
        raise InvalidRuleError("", " ".join(draft.messages[:FEW]))
    return begin(ready, saved=rule)


def tried_at_once(draft: Draft, where: Where, rule: Rule | None) -> dict[str, Any]:
    """The panel for a page without a script."""
    try:
        state = _begun(deepcopy(draft), where, rule)
    except InvalidRuleError as error:
        return _refused(error)
    end = time.monotonic() + PLAIN_SECONDS
    while not state.is_done and time.monotonic() < end:
        state = step(state, STEP_MS)
    return shown(state)
