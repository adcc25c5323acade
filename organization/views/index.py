"""The first page of the settings: everything one may change, by section."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.views.guard import PersonRequest, agent_required
from accounts.views.shell import settings_tree


@require_safe
@agent_required
def index(request: PersonRequest) -> HttpResponse:
    """404 for agents who may change nothing."""
    sections = settings_tree(request)
    if not sections:
        raise Http404
    return render(request, "settings/index.html", {"sections": sections})
