"""The page of a template: shown, and saved with the field that is open."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.views.guard import PersonRequest, permission_required
from customfields import services as customfields
from customfields.errors import CustomFieldsError
from customfields.models import Item
from organization.forms.fields import FieldForm, LinesForm, NewLineForm
from organization.permissions import MANAGE_ORGANIZATION
from organization.selectors import fields as read


def number(value: str) -> int:
    return int(value) if value.isdecimal() and len(value) < 10 else 0


def _opened(place: read.Place, items: list[Item], asked: str) -> Item | None:
    """The line whose field is open; a department that has no template of its own changes none."""
    wanted = number(asked) if place.is_own else 0
    return next((item for item in items if item.pk == wanted), None)


def draw(
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
    elif "shared" in request.GET:
        context["leaving"] = place.is_own and place.department is not None
    return render(request, "settings/fields/template.html", context, status=status)


def back(place: read.Place, line: int = 0) -> HttpResponse:
    address = reverse("settings_template", args=[place.department_id, place.slug])
    return redirect(f"{address}?field={line}#field" if line else address)


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required(MANAGE_ORGANIZATION)
def template(request: PersonRequest, department_id: int, kind: str) -> HttpResponse:
    """The lines, and the open field beside them; both are saved together."""
    place = read.place_for(department_id, kind)
    if request.method != "POST" or not place.is_own or place.template is None:
        return draw(request, place)
    lines = LinesForm(place, read.template_lines(place.template), request.POST)
    opened = _opened(place, list(lines.items), request.POST.get("opened", ""))
    form = FieldForm(place, opened, request.POST) if opened else None
    if form is not None and not form.is_valid():
        return draw(request, place, lines=lines, form=form, status=422)
    try:
        _save(request, place, lines, form)
    except CustomFieldsError as error:
        assert form is not None
        form.add_error(error.field if error.field in form.fields else None, str(error.message))
        return draw(request, place, lines=lines, form=form, status=422)
    messages.success(request, _("Saved"))
    return back(place, opened.pk if opened else 0)


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


def keep(request: PersonRequest, place: read.Place) -> None:
    """The boxes were posted along with another button: what was ticked counts."""
    if place.is_own and place.template is not None and "order" in request.POST:
        lines = LinesForm(place, read.template_lines(place.template), request.POST)
        _save(request, place, lines, None)
