"""Buttons on kept and outgoing mail: the deed, a word about it, and back to the tab one came from."""

from collections.abc import Callable, Container

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from mail.errors import NotRetryableError


def attempt(request: HttpRequest, deed: Callable[[], object], *, done: str, refused: str) -> None:
    """Does it and says so; `refused` is said when the mail has moved on meanwhile."""
    try:
        deed()
    except NotRetryableError:
        messages.warning(request, refused)
    else:
        messages.success(request, done)


def back(request: HttpRequest, name: str, states: Container[str]) -> HttpResponse:
    """To the page of this URL name, on the tab that the form named."""
    state = request.POST.get("state", "")
    return redirect(f"{reverse(name)}?state={state}" if state in states else name)
