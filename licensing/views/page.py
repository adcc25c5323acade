"""Settings, Activation, Licensing: what this desk may, until when, and what happened."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

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
        "waiting": selectors.waiting_requests().first(),
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
