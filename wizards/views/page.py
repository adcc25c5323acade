"""What all steps share: the frame around a page, and going on to the next one."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from accounts.views.guard import PersonRequest
from wizards import services
from wizards.selectors.progress import DONE, SKIPPED, lines
from wizards.selectors.steps import step_after, step_before, step_called


def draw(request: HttpRequest, key: str, *, is_wrong: bool = False, **context: Any) -> HttpResponse:
    """The page of a step between its neighbours."""
    context |= {
        "steps": lines(key),
        "step": step_called(key),
        "before": step_before(key),
        "after": step_after(key),
    }
    return render(request, f"wizards/company/{key}.html", context, status=422 if is_wrong else 200)


def go(request: HttpRequest, address: str) -> HttpResponse:
    """To another page, also from a form that was sent by a script."""
    if request.headers.get("HX-Request") == "true":
        return HttpResponse(status=204, headers={"HX-Redirect": address})
    return redirect(address)


def onward(request: PersonRequest, key: str) -> HttpResponse:
    """The step is kept; the next one comes."""
    services.note_step(key, DONE, actor=request.user.actor)
    return go(request, reverse(step_after(key).url_name))


def is_skipped(request: HttpRequest) -> bool:
    return request.method == "POST" and "skip" in request.POST


def skip(request: PersonRequest, key: str) -> HttpResponse:
    """Without looking at what was entered."""
    services.note_step(key, SKIPPED, actor=request.user.actor)
    return go(request, reverse(step_after(key).url_name))
