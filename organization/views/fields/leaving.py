"""Fields leave a template; a department gets one of its own, or leaves it."""

from django.contrib import messages
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.views.guard import PersonRequest, permission_required
from customfields import services as customfields
from organization import services
from organization.permissions import MANAGE_ORGANIZATION
from organization.selectors import fields as read
from organization.views.fields.page import back, keep


@require_POST
@permission_required(MANAGE_ORGANIZATION)
def own(request: PersonRequest, department_id: int, kind: str) -> HttpResponse:
    """A template of the department's own, or (`shared=1`) again the one of all."""
    place = read.place_for(department_id, kind)
    if request.POST.get("shared") == "1":
        services.shared_template(place=place, actor=request.user.actor)
    else:
        services.own_template(place=place, actor=request.user.actor)
    return back(place)


@require_POST
@permission_required(MANAGE_ORGANIZATION)
def remove(request: PersonRequest, department_id: int, kind: str, line_id: int) -> HttpResponse:
    """Out of the template; values stay."""
    place = read.place_for(department_id, kind)
    line = read.line_for(place, line_id)
    keep(request, place)
    customfields.remove_item(item=line, actor=request.user.actor)
    messages.success(
        request, _("%(name)s is not asked for any more. Its values are kept.") % {"name": line.field.name}
    )
    return back(place)
