"""What stands before a view of an app that knows people: `common.guard` with the person's type."""

from collections.abc import Callable
from typing import Concatenate, ParamSpec, cast

from django.http import HttpRequest, HttpResponseBase

from accounts.models import User
from accounts.selectors import permissions_of
from common import guard
from common.guard import AnyView, permissions, remember_permissions, to_the_door
from common.permissions import known

P = ParamSpec("P")


class PersonRequest(HttpRequest):
    """A request whose person is known to be signed in."""

    user: User


PersonView = Callable[Concatenate[PersonRequest, P], HttpResponseBase]


def _asked(request: HttpRequest) -> frozenset[str]:
    return permissions_of(request.user if isinstance(request.user, User) else None)


guard.permission_source(_asked)


def signed_in_required(view: PersonView[P]) -> AnyView[P]:
    """Decorator: for everybody who is signed in."""
    return guard.guarded(cast("AnyView[P]", view), lambda request: True)


def agent_required(view: PersonView[P]) -> AnyView[P]:
    """Decorator: for agents. No SQL statement of its own."""
    return guard.for_agents(cast("AnyView[P]", view))


def permission_required(name: str) -> Callable[[PersonView[P]], AnyView[P]]:
    """Decorator: for agents who have the permission `name`. An unknown name is refused at import."""
    known(name)

    def decorate(view: PersonView[P]) -> AnyView[P]:
        return guard.for_permission(name)(cast("AnyView[P]", view))

    return decorate


__all__ = [
    "AnyView",
    "PersonRequest",
    "agent_required",
    "permission_required",
    "permissions",
    "remember_permissions",
    "signed_in_required",
    "to_the_door",
]
