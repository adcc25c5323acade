"""The workspace's door: who is no agent does not come in, and every view gets the agent's scope."""

import functools
from collections.abc import Callable
from typing import Concatenate, ParamSpec, cast

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.views.decorators.cache import never_cache

from accounts.models import User
from common.permissions import known
from organization.selectors import Scope, scope_of

P = ParamSpec("P")


class AgentRequest(HttpRequest):
    """A request of a signed-in agent; `scope` is what the agent sees and may do."""

    user: User
    scope: Scope


Inner = Callable[Concatenate[AgentRequest, P], HttpResponseBase]
Outer = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


def _ask_to_sign_in(request: HttpRequest) -> HttpResponse:
    """Pages lead to the sign-in and back; scripts get 401, or they would take the form for an answer."""
    if request.headers.get("HX-Request") == "true":
        return HttpResponse(status=401, headers={"HX-Redirect": redirect_to_login(_page_of(request)).url})
    if "text/html" not in request.headers.get("Accept", "text/html") or request.method != "GET":
        return HttpResponse(status=401)
    return redirect_to_login(request.get_full_path())


def _page_of(request: HttpRequest) -> str:
    """The page a fragment belongs to."""
    address = request.headers.get("HX-Current-URL", "")
    path = address.partition("://")[2].partition("/")[2]
    return f"/{path}" if path else request.get_full_path()


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
        agent_request.scope = scope
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
