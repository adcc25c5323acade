"""What stands before a view: signed in, agent, permission.

Who is not signed in is sent to the door and comes back; who is signed in without the right sees a 404, as if
the page did not exist.
"""

import functools
from collections.abc import Callable
from typing import Concatenate, ParamSpec, cast

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.utils.http import urlencode

from accounts.models import User
from accounts.selectors import permissions_of
from common.permissions import known

P = ParamSpec("P")


class PersonRequest(HttpRequest):
    """A request whose person is known to be signed in."""

    user: User


PersonView = Callable[Concatenate[PersonRequest, P], HttpResponseBase]
AnyView = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


def to_the_door(request: HttpRequest) -> HttpResponse:
    """Leads to the sign-in and back. A fragment makes the whole page go there, and come back to the page."""
    fragment = request.headers.get("HX-Request") == "true"
    back = request.headers.get("HX-Current-URL", "") if fragment else request.get_full_path()
    if fragment or request.method not in {"GET", "HEAD"}:
        back = request.headers.get("HX-Current-URL", "") or "/"
        origin = f"{request.scheme}://{request.get_host()}"
        back = back.removeprefix(origin) if back.startswith(origin) else "/"
    address = f"{settings.LOGIN_URL}?{urlencode({'next': back})}"
    if fragment:
        return HttpResponse(status=204, headers={"HX-Redirect": address})
    return HttpResponseRedirect(address)


def permissions(request: HttpRequest) -> frozenset[str]:
    """The permissions of the request's person, asked once a request."""
    found = getattr(request, "_person_permissions", None)
    if found is None:
        found = permissions_of(request.user if isinstance(request.user, User) else None)
        request._person_permissions = found  # type: ignore[attr-defined]  # kept on the request, for it alone
    return cast("frozenset[str]", found)


def _guard(view: PersonView[P], allowed: Callable[[PersonRequest], bool]) -> AnyView[P]:
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return to_the_door(request)
        own = cast("PersonRequest", request)
        if not allowed(own):
            raise Http404
        return view(own, *args, **kwargs)

    functools.update_wrapper(guarded, view)
    return guarded


def signed_in_required(view: PersonView[P]) -> AnyView[P]:
    """Decorator: for everybody who is signed in."""
    return _guard(view, lambda request: True)


def agent_required(view: PersonView[P]) -> AnyView[P]:
    """Decorator: for agents. No SQL statement of its own."""
    return _guard(view, lambda request: request.user.is_agent)


def permission_required(name: str) -> Callable[[PersonView[P]], AnyView[P]]:
    """Decorator: for agents who have the permission `name`. An unknown name is refused at import."""
    permission = known(name)

    def decorate(view: PersonView[P]) -> AnyView[P]:
        return _guard(view, lambda request: request.user.is_agent and permission in permissions(request))

    return decorate


def remember_permissions(request: HttpRequest, found: frozenset[str]) -> None:
    """Saves the statement of `permissions`, where a scope has already asked."""
    request._person_permissions = found  # type: ignore[attr-defined]  # kept on the request, for it alone
