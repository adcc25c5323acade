"""Activate a key: paste it, see what it is, and activate it on line or by two files."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST

from common.guard import actor_of, for_permission
from licensing import selectors, services
from licensing.errors import LicenseError
from licensing.forms import AnswerForm, KeyForm
from licensing.papers import KeyFacts
from licensing.permissions import MANAGE_LICENCE
from licensing.views.steps import Outcome, agreed, failed


def read(form: KeyForm) -> KeyFacts | None:
    """What the key is; what is wrong with it stands in the form."""
    if not form.is_valid():
        return None
    try:
        return selectors.key_facts(form.cleaned_data["key"])
    except LicenseError as error:
        form.add_error("key", str(error.sentence))
        return None


def show(
    request: HttpRequest,
    form: KeyForm,
    facts: KeyFacts | None,
    *,
    result: Outcome | None = None,
    answer_form: AnswerForm | None = None,
    refused: str = "",
) -> HttpResponse:
    """The page at its step: without a key that counts, the first."""
    context: dict[str, Any] = {
        "form": form,
        "facts": facts,
        "licence": selectors.current(),
        "taken": selectors.seats_taken(),
        "place": selectors.here(),
        "host": selectors.licensor_host(),
        "result": result,
        "answer_form": answer_form or AnswerForm(),
        "refused": refused,
    }
    wrong = bool(form.is_bound and form.errors) or bool(refused) or (result is not None and not result.good)
    status = 422 if wrong or (answer_form is not None and answer_form.errors) else 200
    return render(request, "settings/licensing/key.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@for_permission(MANAGE_LICENCE)
def key(request: HttpRequest) -> HttpResponse:
    """`again` takes the key that is stored here."""
    if request.method == "POST":
        text = selectors.stored().key if "again" in request.POST else request.POST.get("key", "")
        form = KeyForm({"key": text})
        return show(request, form, read(form))
    return show(request, KeyForm(), None)


@require_POST
@for_permission(MANAGE_LICENCE)
def online(request: HttpRequest) -> HttpResponse:
    """Asks the licensor while the administrator waits."""
    form = KeyForm(request.POST)
    facts = read(form)
    if facts is None:
        return show(request, form, None)
    try:
        services.activate_online(key=facts.text, actor=actor_of(request))
    except LicenseError as error:
        result = failed(error, selectors.licensor_host())
    else:
        result = agreed(selectors.licensor_host())
    if request.headers.get("HX-Request") == "true":
        return render(request, "settings/licensing/result.html", {"result": result})
    return show(request, form, facts, result=result)
