"""Every template, to choose from."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.views.guard import PersonRequest, permission_required
from organization.permissions import MANAGE_ORGANIZATION
from organization.selectors import fields as read


@require_safe
@permission_required(MANAGE_ORGANIZATION)
def overview(request: PersonRequest) -> HttpResponse:
    rows = read.overview()
    return render(request, "settings/fields/overview.html", {"shared": rows[0], "rows": rows[1:]})
