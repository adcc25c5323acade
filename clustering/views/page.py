"""Settings, Clustering: the nodes, one of them selected; takeover; background threads."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from clustering.forms import NetworksForm
from clustering.permissions import ACTIVATE_NETWORKS, MANAGE_CLUSTER
from clustering.selectors import refused_writes
from clustering.views.state import context
from common import options
from common.guard import actor_of, for_permission

FEW = 200


@require_safe
@for_permission(MANAGE_CLUSTER)
def cluster(request: HttpRequest) -> HttpResponse:
    """The page; its parts alone when they refresh themselves, with dialogs when another node is selected."""
    wanted, thread = request.GET.get("node", ""), request.GET.get("thread", "")
    found = context(wanted, thread)
    if request.headers.get("HX-Request") != "true":
        return render(request, "settings/cluster/page.html", found)
    found["is_picked"] = request.headers.get("HX-Trigger") == "cluster-pick"
    return render(request, "settings/cluster/live.html", found)


@for_permission(MANAGE_CLUSTER)
def networks(request: HttpRequest) -> HttpResponse:
    """From where the Activate Node page is reached."""
    form = NetworksForm(request.POST or None, initial={"networks": "\n".join(options.get(ACTIVATE_NETWORKS))})
    if request.method == "POST" and form.is_valid():
        options.put(ACTIVATE_NETWORKS, form.cleaned_data["networks"], actor=actor_of(request))
        return redirect("settings_cluster")
    status = 422 if form.is_bound else 200
    return render(
        request, "settings/cluster/networks.html", {"form": form, "title": _("Networks")}, status=status
    )


@require_safe
@for_permission(MANAGE_CLUSTER)
def refused(request: HttpRequest) -> HttpResponse:
    """What the fence refused to nodes that had lost the lease."""
    return render(request, "settings/cluster/refused.html", {"rows": refused_writes()[:FEW], "few": FEW})
