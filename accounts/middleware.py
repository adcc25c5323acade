"""The reader's language and zone, the sign that they are here, and a password that must be changed."""

import time
import zoneinfo
from collections.abc import Callable
from functools import lru_cache

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone, translation

from accounts import services
from accounts.models import User
from accounts.permissions import ADMINISTER
from accounts.selectors import permissions_of
from accounts.selectors.first import is_first
from accounts.services.sessions import SEEN_EVERY_SECONDS
from clustering import fence
from clustering.middleware import unavailable
from common.peer import is_on_this_machine

SEEN_KEY = "seen"
FREE_OF_CHANGE = frozenset({"password_must_change", "logout", "account_logout", "brand_css"})


@lru_cache(maxsize=1)
def _zones() -> frozenset[str]:
    return frozenset(zoneinfo.available_timezones())


class PreferencesMiddleware:
    """Activates the signed-in person's language and time zone."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        user = request.user
        if user.is_authenticated:
            if user.language in dict(settings.LANGUAGES):
                translation.activate(user.language)
            if user.time_zone in _zones():
                timezone.activate(zoneinfo.ZoneInfo(user.time_zone))
        try:
            return self.get_response(request)
        finally:
            timezone.deactivate()


class PassiveSettingsMiddleware:
    """On a server that is not active, administrators alone see the settings, whoever else is signed in."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        is_settings = request.path.startswith("/settings")
        if is_settings and not fence.current().mine and not self._may(request):
            return unavailable(request, is_change=False)
        return self.get_response(request)

    def _may(self, request: HttpRequest) -> bool:
        """A stranger is sent to the sign-in by the page itself."""
        user = request.user
        return not isinstance(user, User) or ADMINISTER in permissions_of(user)


class PresenceMiddleware:
    """Notes every five minutes at most that the person is here; insists on a forced change of password."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        user = request.user
        if user.is_authenticated:
            now = int(time.time())
            if now - request.session.get(SEEN_KEY, 0) >= SEEN_EVERY_SECONDS:
                request.session[SEEN_KEY] = now
                services.touch(user=user, session_key=request.session.session_key or "")
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: object, args: tuple[object, ...], kwargs: dict[str, object]
    ) -> HttpResponse | None:
        """Runs when the route is known, so that the page of the change itself is served."""
        user = request.user
        if not (user.is_authenticated and user.must_change_password):
            return None
        if is_first(user) and not is_on_this_machine(request):
            logout(request)
            return HttpResponseRedirect(reverse("login"))
        if request.resolver_match is not None and request.resolver_match.url_name in FREE_OF_CHANGE:
            return None
        address = reverse("password_must_change")
        if request.headers.get("HX-Request") == "true":
            return HttpResponse(status=204, headers={"HX-Redirect": address})
        return HttpResponseRedirect(address)
