"""The verbs of the toolbar."""

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from clustering import selectors, services
from clustering.errors import ClusterError
from clustering.models import Node
from clustering.permissions import MANAGE_CLUSTER
from common.actor import Actor
from common.guard import actor_of, for_permission

Verb = Callable[[HttpRequest, Node, Actor], str]


def _enable(request: HttpRequest, node: Node, actor: Actor) -> str:
    services.enable(node, actor=actor)
    return _("%(name)s is passive now: it may take over.")


def _disable(request: HttpRequest, node: Node, actor: Actor) -> str:
    wanted = Node.Role.PASSIVE if request.POST.get("to") == "passive" else Node.Role.DISABLED
    was_active = node.role == Node.Role.ACTIVE
    services.disable(node, actor=actor, role=wanted, is_confirmed=request.POST.get("confirmed") == "1")
    if was_active:
        return _("The desk is off. It comes back when you set a server active.")
    return _("%(name)s is disabled: it does not take over.")


def _activate(request: HttpRequest, node: Node, actor: Actor) -> str:
    services.set_active(node, actor=actor)
    return _("%(name)s is the active server now.")


def _delete(request: HttpRequest, node: Node, actor: Actor) -> str:
    services.delete(node, actor=actor)
    return _("%(name)s is deleted. If it runs, it comes back as disabled.")


def _check(request: HttpRequest, node: Node, actor: Actor) -> str:
    services.ask_check(node, actor=actor)
    return _("%(name)s checks itself with its next heartbeat.")


VERBS: dict[str, Verb] = {
    "enable": _enable,
    "disable": _disable,
    "activate": _activate,
    "delete": _delete,
    "check": _check,
}


@require_POST
@for_permission(MANAGE_CLUSTER)
def act(request: HttpRequest, node: int, verb: str) -> HttpResponse:
    """Does it, and says what came of it on the page."""
    if verb not in VERBS:
        raise Http404
    found = selectors.node(node)
    try:
        said = VERBS[verb](request, found, actor_of(request))
    except ClusterError as error:
        messages.warning(request, error.message)
    else:
        messages.success(request, said % {"name": found.name})
    return HttpResponseRedirect(f"{reverse('settings_cluster')}?node={found.pk}")
