"""Settings: departments and their groups, changed where they stand."""

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.views.guard import PersonRequest, permission_required
from common.actor import Actor
from organization import selectors, services
from organization.errors import OrganizationError
from organization.forms.brands import DepartmentForm
from organization.models import Department, Group
from organization.permissions import MANAGE_ORGANIZATION


def _tree(request: HttpRequest, *, status: int = 200, **more: object) -> HttpResponse:
    fragment = request.headers.get("HX-Request") == "true"
    context = {"brands": selectors.tree(), **more}
    template = "settings/tree.html" if fragment else "settings/departments.html"
    return render(request, template, context, status=status)


@require_safe
@permission_required(MANAGE_ORGANIZATION)
def departments(request: PersonRequest) -> HttpResponse:
    return _tree(request)


def _change(request: PersonRequest, where: str, change: Callable[[Actor], object]) -> HttpResponse:
    """Runs a verb and shows the tree again; an error and what was typed stand at `where`."""
    try:
        change(request.user.actor)
    except OrganizationError as error:
        typed = request.POST.get("name", "")
        return _tree(request, status=422, where=where, error=str(error.message), typed=typed)
    if request.headers.get("HX-Request") == "true":
        return _tree(request, said=_("Saved"))
    return redirect("settings_departments")


@require_POST
@permission_required(MANAGE_ORGANIZATION)
def new_department(request: PersonRequest, brand_id: int) -> HttpResponse:
    brand, name = selectors.brand_for(brand_id), request.POST.get("name", "")[:80]

    def create(actor: Actor) -> None:
        services.create_department(brand=brand, name=name, actor=actor)

    return _change(request, f"b{brand_id}", create)


def _department_verbs(department: Department, name: str) -> dict[str, Callable[[Actor], object]]:
    return {
        "rename": lambda actor: services.edit_department(department=department, name=name, actor=actor),
        "up": lambda actor: services.move_department(department=department, up=True, actor=actor),
        "down": lambda actor: services.move_department(department=department, up=False, actor=actor),
        "off": lambda actor: services.disable_department(department=department, actor=actor),
        "on": lambda actor: services.enable_department(department=department, actor=actor),
        "group": lambda actor: services.create_group(department=department, name=name, actor=actor),
    }


@require_POST
@permission_required(MANAGE_ORGANIZATION)
def change_department(request: PersonRequest, department_id: int, verb: str) -> HttpResponse:
    """Rename, move, switch, or add a group."""
    verbs = _department_verbs(selectors.department_for(department_id), request.POST.get("name", "")[:80])
    if verb not in verbs:
        raise Http404
    return _change(request, f"n{department_id}" if verb == "group" else f"d{department_id}", verbs[verb])


def _group_verbs(group: Group, name: str) -> dict[str, Callable[[Actor], object]]:
    return {
        "rename": lambda actor: services.rename_group(group=group, name=name, actor=actor),
        "front": lambda actor: services.set_front_line(group=group, actor=actor),
        "off": lambda actor: services.disable_group(group=group, actor=actor),
        "on": lambda actor: services.enable_group(group=group, actor=actor),
    }


@require_POST
@permission_required(MANAGE_ORGANIZATION)
def change_group(request: PersonRequest, group_id: int, verb: str) -> HttpResponse:
    """Rename, make it the front line, switch."""
    verbs = _group_verbs(selectors.group_for(group_id), request.POST.get("name", "")[:80])
    if verb not in verbs:
        raise Http404
    return _change(request, f"g{group_id}", verbs[verb])


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required(MANAGE_ORGANIZATION)
def department(request: PersonRequest, department_id: int) -> HttpResponse:
    """What does not stand in the tree: description and switches."""
    shown = selectors.department_for(department_id)
    names = ("name", "description", "is_public", "auto_respond")
    form = DepartmentForm(request.POST or None, initial={name: getattr(shown, name) for name in names})
    if form.is_valid():
        try:
            services.edit_department(department=shown, actor=request.user.actor, **form.cleaned_data)
        except OrganizationError as error:
            form.add_error(error.field or None, str(error.message))
        else:
            return redirect("settings_departments")
    context = {"form": form, "department": shown}
    return render(request, "settings/department.html", context, status=422 if form.is_bound else 200)
