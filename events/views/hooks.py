"""Web hooks: where they go, their secret, each call with its answer, and sending one again."""

import json
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from common.paging import BadCursorError
from events import services
from events.errors import ActionError, InvalidRuleError
from events.forms.hooks import HookForm
from events.models import Hook, HookDelivery
from events.registry import event_types
from events.selectors import pages
from events.views.place import Where


@dataclass(frozen=True, slots=True)
class HookRow:
    """A hook with its last call."""

    hook: Hook
    last: HookDelivery | None


@dataclass(frozen=True, slots=True)
class CallRow:
    """A call, readable."""

    call: HookDelivery

    @property
    def event(self) -> str:
        event = event_types().get(self.call.event_id)
        return event.name if event else str(self.call.event_id)

    @property
    def sent(self) -> str:
        try:
            return json.dumps(json.loads(self.call.body), indent=2, ensure_ascii=False)
        except ValueError:
            return self.call.body


def index(request: HttpRequest, where: Where) -> HttpResponse:
    rows = [HookRow(hook, last) for hook, last in pages.hooks()]
    return render(request, "settings/events/hooks.html", {"rows": rows})


def _page(request: HttpRequest, form: HookForm, hook: Hook | None, secret: str = "") -> HttpResponse:
    context = {"form": form, "hook": hook or Hook(), "secret": secret}
    status = 422 if form.is_bound and form.errors else 200
    response = render(request, "settings/events/hook.html", context, status=status)
    if secret:
        response["Cache-Control"] = "no-store"
    return response


def new(request: HttpRequest, where: Where) -> HttpResponse:
    """The answer to the form shows the secret: the only time that it is seen."""
    form = HookForm(request.POST or None, hook=None)
    if not form.is_valid():
        return _page(request, form, None)
    try:
        hook, secret = services.create_hook(**form.cleaned_data, actor=where.actor)
    except InvalidRuleError as error:
        form.add_error(error.place, error.message)
        return _page(request, form, None)
    return _page(request, HookForm(hook=hook), hook, secret)


def edit(request: HttpRequest, where: Where, hook_id: int) -> HttpResponse:
    hook = pages.hook(hook_id)
    form = HookForm(request.POST or None, hook=hook)
    if not form.is_valid():
        return _page(request, form, hook)
    try:
        services.change_hook(hook.pk, **form.cleaned_data, actor=where.actor)
    except InvalidRuleError as error:
        form.add_error(error.place, error.message)
        return _page(request, form, hook)
    messages.success(request, _("The web hook is saved."))
    return redirect("settings_hook", hook.pk)


def rotate(request: HttpRequest, where: Where, hook_id: int) -> HttpResponse:
    """A new secret, shown in this answer only."""
    hook = pages.hook(hook_id)
    secret = services.new_secret(hook.pk, actor=where.actor)
    return _page(request, HookForm(hook=hook), hook, secret)


def delete(request: HttpRequest, where: Where, hook_id: int) -> HttpResponse:
    hook = pages.hook(hook_id)
    try:
        services.delete_hook(hook.pk, actor=where.actor)
    except InvalidRuleError as error:
        messages.warning(request, error.message)
        return redirect("settings_hook", hook.pk)
    messages.success(request, _("%(name)s is deleted.") % {"name": hook.name})
    return redirect("settings_hooks")


def calls(request: HttpRequest, where: Where, hook_id: int) -> HttpResponse:
    hook, failed = pages.hook(hook_id), request.GET.get("failed") == "1"
    cursor = request.GET.get("after", "")
    try:
        found = pages.calls_page(hook, only_failed=failed, cursor=cursor)
    except BadCursorError:
        return redirect("settings_hook_calls", hook.pk)
    kept = {"failed": "1"} if failed else {}
    context: dict[str, Any] = {
        "hook": hook,
        "tab": "failed" if failed else "all",
        "rows": [CallRow(call) for call in found.rows],
        "more": f"?{urlencode(kept | {'after': found.next})}" if found.next else "",
    }
    part = bool(cursor) and request.headers.get("HX-Request") == "true"
    return render(request, f"settings/events/{'call_rows' if part else 'calls'}.html", context)


def replay(request: HttpRequest, where: Where, call_id: int) -> HttpResponse:
    """The same body again, signed anew; what comes back is a call of its own in the log."""
    call = pages.hook_call(call_id)
    try:
        again = services.replay(call.pk, actor=where.actor)
    except ActionError as error:
        messages.warning(request, str(error))
    else:
        if again.is_good:
            messages.success(request, _("Sent again; the answer was %(code)d.") % {"code": again.code})
        else:
            messages.warning(request, _("Sent again, and it failed again: see the first line."))
    return redirect("settings_hook_calls", call.hook_id)
