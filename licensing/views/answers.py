"""Activation off line: the request file goes out, the answer file comes in."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from common.guard import actor_of, for_permission
from licensing import selectors, services
from licensing.errors import LicenseError
from licensing.forms import AnswerForm, KeyForm
from licensing.permissions import MANAGE_LICENCE
from licensing.views.keys import read, show


@require_POST
@for_permission(MANAGE_LICENCE)
def request_file(request: HttpRequest) -> HttpResponse:
    form = KeyForm(request.POST)
    facts = read(form)
    if facts is None:
        return show(request, form, None)
    asked = services.make_request(key=facts.text, actor=actor_of(request))
    name = f"licence-request-{facts.id}.json"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return HttpResponse(asked.as_json(), content_type="application/json", headers=headers)


@require_http_methods(["GET", "HEAD", "POST"])
@for_permission(MANAGE_LICENCE)
def answer(request: HttpRequest) -> HttpResponse:
    """Where the request waits, its key is shown beside."""
    waiting = selectors.waiting_request()
    text = request.POST.get("key") or (waiting.key if waiting else "")
    key_form = KeyForm({"key": text}) if text else KeyForm()
    facts = read(key_form) if text else None
    if request.method != "POST":
        return show(request, key_form, facts)
    form = AnswerForm(request.POST, request.FILES)
    if not form.is_valid():
        return show(request, key_form, facts, answer_form=form)
    try:
        licence = services.activate_by_answer(answer=form.cleaned_data["text"], actor=actor_of(request))
    except LicenseError as error:
        return show(request, key_form, facts, answer_form=form.kept(), refused=str(error.sentence))
    words = {"edition": licence.edition.label, "n": licence.level}
    messages.success(request, _("Activated: %(edition)s, agents: %(n)s.") % words)
    return redirect("settings_licensing")
