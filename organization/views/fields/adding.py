"""Fields come into a template: one, or those of another template."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.views.guard import PersonRequest, permission_required
from customfields.errors import CustomFieldsError
from customfields.models import Field, Item
from customfields.selectors import field_for
from organization import services
from organization.forms.fields import NewLineForm
from organization.permissions import MANAGE_ORGANIZATION
from organization.selectors import fields as read
from organization.views.fields.page import back, draw, keep, number


def _defaults(place: read.Place) -> dict[str, Any]:
    """A new line of customers, brands and groups is for agents first."""
    return {} if place.has_steps else {"user_sees": False}


@require_POST
@permission_required(MANAGE_ORGANIZATION)
def add(request: PersonRequest, department_id: int, kind: str) -> HttpResponse:
    """A field more, one that exists or a new one."""
    place = read.place_for(department_id, kind)
    form = NewLineForm(read.fields_outside(place.template if place.is_own else None), request.POST)
    if not form.is_valid():
        return draw(request, place, new=form, status=422)
    keep(request, place)
    try:
        line = _add(request, place, form.cleaned_data)
    except CustomFieldsError as error:
        form.add_error(error.field if error.field in form.fields else None, str(error.message))
        return draw(request, place, new=form, status=422)
    return back(place, line.pk)


def _add(request: PersonRequest, place: read.Place, wanted: dict[str, Any]) -> Item:
    actor = request.user.actor
    known: Field | None = field_for(wanted["field"]) if wanted["field"] else None
    return services.add_line(
        place=place,
        field=known,
        name=wanted["name"],
        kind=wanted["kind"] or "text",
        actor=actor,
        **_defaults(place),
    )


@require_POST
@permission_required(MANAGE_ORGANIZATION)
def copy(request: PersonRequest, department_id: int, kind: str) -> HttpResponse:
    """The lines of another template that this one has not."""
    place = read.place_for(department_id, kind)
    source = read.source_for(place, number(request.POST.get("source", "")))
    keep(request, place)
    count = services.copy_lines(place=place, source=source, actor=request.user.actor)
    if count:
        messages.success(request, _("Copied"))
    else:
        messages.warning(request, _("Nothing was copied: all fields are here already."))
    return back(place)
