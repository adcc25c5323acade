"""Settings: what tickets, chats, customers, brands and groups are asked for."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.views.guard import PersonRequest, permission_required
from customfields import services as customfields
from customfields.errors import CustomFieldsError
from customfields.models import Field, Item
from customfields.selectors import field_for
from organization import services
from organization.forms.fields import FieldForm, LinesForm, NewLineForm
from organization.permissions import MANAGE_ORGANIZATION
from organization.selectors import fields as read


@require_safe
@permission_required(MANAGE_ORGANIZATION)
def overview(request: PersonRequest) -> HttpResponse:
    rows = read.overview()
    return render(request, "settings/fields/overview.html", {"shared": rows[0], "rows": rows[1:]})


def _number(value: str) -> int:
    return int(value) if value.isdecimal() and len(value) < 10 else 0


def _opened(place: read.Place, items: list[Item], asked: str) -> Item | None:
    """The line whose field is open; a department that has no template of its own changes none."""
    wanted = _number(asked) if place.is_own else 0
    return next((item for item in items if item.pk == wanted), None)


def _page(
    request: HttpRequest,
    place: read.Place,
    *,
    lines: LinesForm | None = None,
    form: FieldForm | None = None,
    new: NewLineForm | None = None,
    status: int = 200,
) -> HttpResponse:
    items = list(lines.items) if lines else read.template_lines(place.template)
    opened = form.line if form else _opened(place, items, request.GET.get("field", ""))
    context: dict[str, Any] = {"place": place, "lines": (lines or LinesForm(place, items)).lines, "new": new}
    context["can_edit"] = place.is_own or not items
    if opened is not None:
        context["form"] = form or FieldForm(place, opened)
        context |= {"opened": opened, "usage": read.usage(place.kind, opened.field), "many": read.MANY}
        context["others"] = read.other_templates(opened)
    elif new is None and "add" in request.GET:
        context["new"] = NewLineForm(read.fields_outside(place.template if place.is_own else None))
    elif "copy" in request.GET:
        context["sources"] = read.sources(place)
    return render(request, "settings/fields/template.html", context, status=status)


def _back(place: read.Place, line: int = 0) -> HttpResponse:
    address = reverse("settings_template", args=[place.department_id, place.slug])
    return redirect(f"{address}?field={line}#field" if line else address)


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required(MANAGE_ORGANIZATION)
def template(request: PersonRequest, department_id: int, kind: str) -> HttpResponse:
    """The lines, and the open field beside them; both are saved together."""
    place = read.place_for(department_id, kind)
    if request.method != "POST" or not place.is_own or place.template is None:
        return _page(request, place)
    lines = LinesForm(place, read.template_lines(place.template), request.POST)
    opened = _opened(place, list(lines.items), request.POST.get("opened", ""))
    form = FieldForm(place, opened, request.POST) if opened else None
    if form is not None and not form.is_valid():
        return _page(request, place, lines=lines, form=form, status=422)
    try:
        _save(request, place, lines, form)
    except CustomFieldsError as error:
        assert form is not None
        form.add_error(error.field if error.field in form.fields else None, str(error.message))
        return _page(request, place, lines=lines, form=form, status=422)
    messages.success(request, _("Saved"))
    return _back(place, opened.pk if opened else 0)


def _save(request: PersonRequest, place: read.Place, lines: LinesForm, form: FieldForm | None) -> None:
    assert place.template is not None
    switches: dict[int, dict[str, Any]] = {pk: dict(on) for pk, on in lines.switches.items()}
    if form is not None and "step" in form.cleaned_data:
        switches[form.line.pk]["step"] = form.cleaned_data["step"]
    customfields.save_template(
        template=place.template,
        lines=switches,
        order=lines.order,
        opened=form.line if form else None,
        field=form.columns if form else None,
        actor=request.user.actor,
    )


def _keep(request: PersonRequest, place: read.Place) -> None:
    """The boxes were posted along with another button: what was ticked counts."""
    if place.is_own and place.template is not None and "order" in request.POST:
        lines = LinesForm(place, read.template_lines(place.template), request.POST)
        _save(request, place, lines, None)


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
        return _page(request, place, new=form, status=422)
    _keep(request, place)
    try:
        line = _add(request, place, form.cleaned_data)
    except CustomFieldsError as error:
        form.add_error(error.field if error.field in form.fields else None, str(error.message))
        return _page(request, place, new=form, status=422)
    return _back(place, line.pk)


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
    source = read.source_for(place, _number(request.POST.get("source", "")))
    _keep(request, place)
    count = services.copy_lines(place=place, source=source, actor=request.user.actor)
    if count:
        messages.success(request, _("Copied"))
    else:
        messages.warning(request, _("Nothing was copied: all fields are here already."))
    return _back(place)


@require_POST
@permission_required(MANAGE_ORGANIZATION)
def own(request: PersonRequest, department_id: int, kind: str) -> HttpResponse:
    """A template of the department's own, or (`shared=1`) again the one of all."""
    place = read.place_for(department_id, kind)
    if request.POST.get("shared") == "1":
        services.shared_template(place=place, actor=request.user.actor)
    else:
        services.own_template(place=place, actor=request.user.actor)
    return _back(place)


@require_POST
@permission_required(MANAGE_ORGANIZATION)
def remove(request: PersonRequest, department_id: int, kind: str, line_id: int) -> HttpResponse:
    """Out of the template; values stay."""
    place = read.place_for(department_id, kind)
    line = read.line_for(place, line_id)
    _keep(request, place)
    customfields.remove_item(item=line, actor=request.user.actor)
    messages.success(
        request, _("%(name)s is not asked for any more. Its values are kept.") % {"name": line.field.name}
    )
    return _back(place)
