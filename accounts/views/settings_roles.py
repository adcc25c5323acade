"""Settings: roles and what they may do."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts import services
from accounts.errors import AccountError
from accounts.forms.settings import RoleForm
from accounts.models import Role
from accounts.permissions import ADMINISTER
from accounts.selectors import role_for
from accounts.selectors import roles as all_roles
from accounts.views.guard import PersonRequest, permission_required
from common.permissions import all_permissions


@permission_required(ADMINISTER)
def roles(request: PersonRequest) -> HttpResponse:
    shown = all_roles()
    held = [(role, {row.name for row in role.permissions.all()}) for role in shown]
    matrix = [(one, [(role, one.name in names) for role, names in held]) for one in all_permissions()]
    return render(request, "accounts/settings/roles.html", {"roles": shown, "matrix": matrix})


def _page(request: PersonRequest, form: RoleForm, role: Role | None = None) -> HttpResponse:
    context: dict[str, Any] = {"form": form, "role": role}
    return render(request, "accounts/settings/role.html", context, status=422 if form.is_bound else 200)


@permission_required(ADMINISTER)
def new_role(request: PersonRequest) -> HttpResponse:
    form = RoleForm(request.POST or None)
    if form.is_valid():
        try:
            services.create_role(actor=request.user.actor, **form.cleaned_data)
        except AccountError as error:
            form.add_error("name", error.sentence)
        else:
            messages.success(request, _("Saved"))
            return redirect("settings_roles")
    return _page(request, form)


@permission_required(ADMINISTER)
def role(request: PersonRequest, role_id: int) -> HttpResponse:
    shown = role_for(role_id)
    initial = {"name": shown.label, "description": shown.description}
    form = RoleForm(
        request.POST or None, initial=initial | {"permissions": [row.name for row in shown.permissions.all()]}
    )
    form.fields["name"].disabled = bool(shown.builtin)
    if form.is_valid():
        try:
            services.edit_role(role=shown, actor=request.user.actor, **form.cleaned_data)
        except AccountError as error:
            form.add_error(None, error.sentence)
        else:
            messages.success(request, _("Saved"))
            return redirect("settings_roles")
    return _page(request, form, shown)


@require_POST
@permission_required(ADMINISTER)
def delete(request: PersonRequest, role_id: int) -> HttpResponse:
    try:
        services.delete_role(role=role_for(role_id), actor=request.user.actor)
        messages.success(request, _("The role is deleted."))
    except AccountError as error:
        messages.error(request, str(error.sentence))
    return redirect("settings_roles")
