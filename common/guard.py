"""What stands before a view of any app: signed in, agent, permission.

Who is not signed in is sent to the door and comes back; who is signed in without the right sees a 404, as if
the page did not exist. Which permissions a person has is said by accounts, which registers here.
"""

import functools
from collections.abc import Callable
from typing import Concatenate, ParamSpec, cast

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.utils.http import urlencode

from common.actor import Actor
from common.permissions import known

P = ParamSpec("P")
AnyView = Callable[Concatenate[HttpRequest, P], HttpResponseBase]
_sources: list[Callable[[HttpRequest], frozenset[str]]] = []


def permission_source(ask: Callable[[HttpRequest], frozenset[str]]) -> None:
    """Registers who knows the permissions of a request's person."""
    _sources.append(ask)


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
        found = frozenset[str]().union(*(ask(request) for ask in _sources))
        request._person_permissions = found  # type: ignore[attr-defined]  # kept on the request, for it alone
    return cast("frozenset[str]", found)


def remember_permissions(request: HttpRequest, found: frozenset[str]) -> None:
    """Saves the question of `permissions`, where a scope has already asked."""
    request._person_permissions = found  # type: ignore[attr-defined]  # kept on the request, for it alone


def guarded(view: AnyView[P], allowed: Callable[[HttpRequest], bool]) -> AnyView[P]:
    """The view for those who are signed in and allowed."""

    def inner(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return to_the_door(request)
        if not allowed(request):
            raise Http404
        return view(request, *args, **kwargs)

    functools.update_wrapper(inner, view)
    return inner


def is_agent(request: HttpRequest) -> bool:
    """Whether the signed-in person is an agent. No SQL statement of its own."""
    return request.user.is_authenticated and request.user.is_agent


def for_agents(view: AnyView[P]) -> AnyView[P]:
    """Decorator: for agents."""
    return guarded(view, is_agent)


def for_permission(name: str) -> Callable[[AnyView[P]], AnyView[P]]:
    """Decorator: for agents who have the permission `name`. An unknown name is refused at import."""
    permission = known(name)

    def decorate(view: AnyView[P]) -> AnyView[P]:
        return guarded(view, lambda request: is_agent(request) and permission in permissions(request))

    return decorate


def actor_of(request: HttpRequest) -> Actor:
    """The signed-in person as who acts. Raises Http404 for a stranger."""
    if not request.user.is_authenticated:
        raise Http404
    return request.user.actor
