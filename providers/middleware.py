"""Single sign-on: who is signed in at another site of the company is signed in on the portal too."""

import hashlib
import threading
from collections.abc import Callable
from typing import cast

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows import login as stages
from allauth.account.models import Login
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse

from accounts.adapters import demo_refusal
from accounts.models import User
from accounts.selectors import factors_of, is_agent_name
from providers import services
from providers.selectors import asked

SIGNED_OUT = "sso_ended"
_ELSEWHERE = ("/agent", "/settings", "/static/", "/api/", "/Services", "/stream", "/healthz", "/readyz")
_NO_SECONDS, _DOWN_SECONDS = 600, 60
_asking = threading.BoundedSemaphore(2)  # of all threads that serve pages, this many may wait for the answer


class SignOnMiddleware:
    """Looks at the other site's cookie only where nobody is signed in, on pages of the portal.

    A page without the cookie costs nothing. A cookie is asked about once: a no counts for ten minutes, a
    provider that fails for one. Whoever signs out stays out, until the other site sets another cookie.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        name = asked().cookie if request.COOKIES else ""
        value = request.COOKIES.get(name, "") if name else ""
        if not value:
            return self.get_response(request)
        mark = hashlib.sha256(value.encode("utf-8", "surrogatepass")).hexdigest()
        if _may_sign_on(request, mark) and (answer := _sign_on(request, mark)) is not None:
            return answer
        was_in = request.path_info == "/logout" and request.user.is_authenticated
        response = self.get_response(request)
        if was_in and not request.user.is_authenticated:
            response.set_cookie(
                SIGNED_OUT, mark[:32], httponly=True, samesite="Lax", secure=request.is_secure()
            )
        return response


def _may_sign_on(request: HttpRequest, mark: str) -> bool:
    is_page = request.method in {"GET", "HEAD"} and not request.path_info.startswith(_ELSEWHERE)
    if not is_page or request.COOKIES.get(SIGNED_OUT) == mark[:32]:
        return False
    return not request.user.is_authenticated


def _sign_on(request: HttpRequest, mark: str) -> HttpResponse | None:
    """Signs in and lets the page go on; an answer only where a second factor comes first."""
    key = f"providers.sso:{mark}"
    if cache.get(key) or not _asking.acquire(blocking=False):
        return None
    try:
        user = _person(request, key)
    finally:
        _asking.release()
    if user is None or demo_refusal(request, user):
        return None
    if factors_of(user).on:
        entering = Login(user=user, redirect_url=request.get_full_path())
        return cast("HttpResponse", stages.perform_login(request, entering))
    get_adapter(request).login(request, user)
    return None


def _person(request: HttpRequest, key: str) -> User | None:
    """Whom the cookie proves, as the provider describes them; a no is remembered.

    A forged cookie is not: it costs less to look at again than to keep.
    """
    name = services.cookie_username(request.COOKIES)
    if not name or is_agent_name(name):
        return None
    answer = services.cookie_info(name)
    if not answer.ok:
        cache.set(key, 1, _NO_SECONDS if answer.reason == "refused" else _DOWN_SECONDS)
        return None
    user = services.linked_customer(
        login=name, email=answer.email, display_name=answer.display_name, fields=answer.fields
    )
    if user is None:
        cache.set(key, 1, _NO_SECONDS)
    return user
