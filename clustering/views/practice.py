"""Practise failover: begin, the schedule, reports."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from clustering import selectors
from clustering.errors import ClusterError
from clustering.forms import ScheduleForm
from clustering.permissions import MANAGE_CLUSTER
from clustering.services.practice import Schedule, ask, keep_schedule, read_schedule
from clustering.views.practice_card import Shown, schedule_form
from common.guard import actor_of, for_permission

FEW = 24


@for_permission(MANAGE_CLUSTER)
def practise(request: HttpRequest) -> HttpResponse:
    """GET: what was practised. POST: begins."""
    if request.method != "POST":
        shown = [Shown(practice) for practice in selectors.practices()[:FEW]]
        return render(request, "settings/cluster/practices.html", {"practices": shown})
    wanted = request.POST.get("node", "")
    try:
        target = selectors.node(int(wanted)) if wanted.isdigit() else None
        practice = ask(target, actor=actor_of(request))
    except ClusterError as error:
        messages.warning(request, error.message)
    else:
        messages.success(
            request,
            _("%(target)s takes over in a moment, and hands back. You may leave this page.")
            % {"target": practice.target},
        )
    return redirect("settings_cluster")


@require_safe
@for_permission(MANAGE_CLUSTER)
def report(request: HttpRequest, practice: int) -> HttpResponse:
    """One practice in full."""
    return render(request, "settings/cluster/report.html", {"shown": Shown(selectors.practice(practice))})


@for_permission(MANAGE_CLUSTER)
def schedule(request: HttpRequest) -> HttpResponse:
    """When it is practised by itself, in the time zone of who says so."""
    form = ScheduleForm(request.POST) if request.method == "POST" else schedule_form(read_schedule())
    if form.is_bound and form.is_valid():
        zone = timezone.get_current_timezone_name()
        keep_schedule(Schedule(**form.cleaned_data, zone=zone), actor=actor_of(request))
        messages.success(request, _("Saved."))
        return redirect("settings_cluster")
    status = 422 if form.is_bound else 200
    return render(request, "settings/cluster/schedule.html", {"practise_form": form}, status=status)
