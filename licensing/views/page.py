"""Settings, Activation, Licensing: what this desk may, until when, and what happened."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from common.guard import actor_of, for_permission
from licensing import selectors, services
from licensing.errors import LicenseError
from licensing.forms import AnswerForm, KeyForm
from licensing.papers import Edition
from licensing.permissions import MANAGE_LICENCE
from licensing.views.notices import notice, pill


@require_safe
@for_permission(MANAGE_LICENCE)
def licensing(request: HttpRequest) -> HttpResponse:
    licence = selectors.current()
    context: dict[str, Any] = {
        "licence": licence,
        "pill": pill(licence, now()),
        "notice": notice(licence),
        "taken": selectors.seats_taken(),
        "version": settings.VERSION,
        "place": selectors.here(),
        "manager": selectors.manager(),
        "stored": selectors.stored(),
        "host": selectors.licensor_host(),
        "editions": list(Edition),
        "history": selectors.happened(),
        "waiting": selectors.waiting_request(),
        "key_form": KeyForm(),
        "answer_form": AnswerForm(),
    }
    return render(request, "settings/licensing/page.html", context)


@require_POST
@for_permission(MANAGE_LICENCE)
def check(request: HttpRequest) -> HttpResponse:
    """Looks once more whether the licence fits, and asks the licensor where one is known."""
    try:
        services.check_again(actor=actor_of(request))
    except LicenseError as error:
        messages.error(request, str(error.sentence))
    else:
        messages.success(request, _("Checked."))
    return redirect("settings_licensing")


@require_http_methods(["GET", "HEAD", "POST"])
@for_permission(MANAGE_LICENCE)
def remove(request: HttpRequest) -> HttpResponse:
    """Asks first: the desk goes back to one agent."""
    if not selectors.stored().key:
        return redirect("settings_licensing")
    if request.method == "POST":
        services.remove_key(actor=actor_of(request))
        messages.success(request, _("The key is removed."))
        return redirect("settings_licensing")
    context = {"licence": selectors.current(), "taken": selectors.seats_taken()}
    return render(request, "settings/licensing/remove.html", context)
