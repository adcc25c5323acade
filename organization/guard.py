"""The workspace's door: who is no agent does not come in, and every view gets the agent's scope."""

import functools
from collections.abc import Callable
from typing import Concatenate, ParamSpec, cast

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.views.decorators.cache import never_cache

from accounts.models import User
from accounts.views.guard import remember_permissions, to_the_door
from common.permissions import known
from organization.selectors import Scope, scope_of

P = ParamSpec("P")


class AgentRequest(HttpRequest):
    """A request of a signed-in agent; `scope` is what the agent sees and may do."""

    user: User
    scope: Scope
    unread: int | None  # notifications, where the page has asked for them already


Inner = Callable[Concatenate[AgentRequest, P], HttpResponseBase]
Outer = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


def _ask_to_sign_in(request: HttpRequest) -> HttpResponse:
    """Pages and fragments lead to the sign-in and back; scripts that expect data get 401."""
    if request.headers.get("Accept", "").startswith("application/json"):
        return HttpResponse(status=401)
    return to_the_door(request)


def agent_view(view: Inner[P]) -> Outer[P]:
    """For agents only. A customer finds nothing here, as for anything else they may not see."""

    @functools.wraps(view)
    @never_cache
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return _ask_to_sign_in(request)
        scope = scope_of(request.user)
        if not scope.is_agent:
            raise Http404
        agent_request = cast("AgentRequest", request)
        agent_request.scope, agent_request.unread = scope, None
        remember_permissions(request, scope.permissions)
        return view(agent_request, *args, **kwargs)

    return guarded


def needs(permission: str) -> Callable[[Inner[P]], Inner[P]]:
    """Below `agent_view`: also asks for a permission. Without it the page is not there."""
    name = known(permission)

    def decorate(view: Inner[P]) -> Inner[P]:
        @functools.wraps(view)
        def checked(request: AgentRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            if not request.scope.has(name):
                raise Http404
            return view(request, *args, **kwargs)

        return checked

    return decorate
