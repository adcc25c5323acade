"""/ActivateNode: makes this server the active one, from near-by networks, without signing in."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from clustering import fence, services
from clustering.errors import ClusterError
from clustering.models import Node
from clustering.permissions import ACTIVATE_NETWORKS
from clustering.selectors import node_named, state
from clustering.views.networks import is_inside
from common import options
from common.actor import Actor
from common.peer import certain_address
from common.text import Text


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def activate_node(request: HttpRequest) -> HttpResponse:
    """Who is outside the networks, or whose address is not certain, sees a page that is not there."""
    address = certain_address(request)
    if not is_inside(address, options.get(ACTIVATE_NETWORKS)):
        raise Http404
    node = node_named(settings.NODE_NAME)
    refusal: Text = ""
    if request.method == "POST" and node is not None:
        try:
            services.set_active(node, actor=_actor(request, node), why="page", address=address)
        except ClusterError as error:
            refusal = error.message
        fence.forget()
    is_active = fence.read().mine
    context = {"node": settings.NODE_NAME, "is_known": node is not None, "refusal": refusal}
    context |= {"is_active": is_active, "is_new": request.method == "POST", "active": state().active}
    return render(request, "settings/cluster/activate.html", context, status=409 if refusal else 200)


def _actor(request: HttpRequest, node: Node) -> Actor:
    """Who is signed in; else the server itself, and the history has the address."""
    if request.user.is_authenticated:
        return request.user.actor
    return Actor("node", node.pk, node.name)
