"""What a stranger may do how often, and the page that says so."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from accounts.models import User
from common import throttle
from common.peer import client_address

MINUTES = 10
_WINDOW = MINUTES * 60
_REPLIES, _UPLOADS, _STEPS = 60, 200, 200


def _within(request: HttpRequest, what: str, limit: int) -> bool:
    """Signed-in people count by themselves, guests by their address."""
    user = request.user
    who = f"user:{user.pk}" if isinstance(user, User) else client_address(request)
    return throttle.hit(f"{what}:{who}", limit=limit, seconds=_WINDOW)


def may_submit(request: HttpRequest) -> bool:
    return _within(request, "submit", settings.SUBMIT_LIMIT)


def may_reply(request: HttpRequest) -> bool:
    return _within(request, "reply", _REPLIES)


def may_upload(request: HttpRequest) -> bool:
    return _within(request, "upload", _UPLOADS)


def may_step(request: HttpRequest) -> bool:
    """Pages of a form before it is sent: each may ask a provider."""
    return _within(request, "step", _STEPS)


def wait(request: HttpRequest, seconds: int = _WINDOW, *, kept: str = "") -> HttpResponse:
    """The page for too many tries. `kept` is the text that was not sent, so that it can be copied."""
    context = {"minutes": max(1, round(seconds / 60)), "kept": kept}
    response = render(request, "portal/wait.html", context, status=429)
    response["Retry-After"] = str(seconds)
    return response
