"""Settings: the agents of a group."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.views.guard import PersonRequest, permission_required
from customfields.forms import FieldsForm
from organization import selectors, services
from organization.errors import OrganizationError
from organization.forms.brands import MemberForm
from organization.models import Group, Membership
from organization.permissions import MANAGE_ORGANIZATION
from organization.selectors.fields import asked_of_group

_FIELDS = ("receives_tickets", "receives_chats", "ticket_limit", "chat_limit", "weight")


def _form(membership: Membership, data: object = None) -> MemberForm:
    initial = {name: getattr(membership, name) for name in _FIELDS}
    return MemberForm(data, initial=initial, prefix=f"m{membership.pk}")  # type: ignore[arg-type]  # a QueryDict or None


def _page(
    request: PersonRequest, group: Group, bad: MemberForm | None = None, asked: FieldsForm | None = None
) -> HttpResponse:
    rows = []
    for one in selectors.members(group):
        form = bad if bad is not None and bad.prefix == f"m{one.pk}" else _form(one)
        rows.append((one, form))
    context: dict[str, Any] = {"group": group, "rows": rows, "candidates": selectors.candidates(group)}
    context["asked"] = asked or FieldsForm(*asked_of_group(group), viewer="agent")
    return render(request, "settings/members.html", context, status=422 if bad or asked else 200)


@require_safe
@permission_required(MANAGE_ORGANIZATION)
def members(request: PersonRequest, group_id: int) -> HttpResponse:
    return _page(request, selectors.group_for(group_id))


@require_POST
@permission_required(MANAGE_ORGANIZATION)
def add(request: PersonRequest, group_id: int) -> HttpResponse:
    group = selectors.group_for(group_id)
    wanted = request.POST.get("agent", "")
    agent = get_object_or_404(selectors.candidates(group), pk=int(wanted) if wanted.isdigit() else 0)
    services.add_member(group=group, agent=agent, actor=request.user.actor)
    messages.success(request, _("%(name)s works in this group now.") % {"name": agent.name})
    return redirect("settings_group", group_id=group.pk)


@require_POST
@permission_required(MANAGE_ORGANIZATION)
def change(request: PersonRequest, group_id: int, membership_id: int) -> HttpResponse:
    """Saves the settings of one agent there."""
    group = selectors.group_for(group_id)
    membership = selectors.membership_for(group, membership_id)
    form = _form(membership, request.POST)
    if not form.is_valid():
        return _page(request, group, form)
    services.edit_member(membership=membership, actor=request.user.actor, **form.cleaned_data)
    messages.success(request, _("Saved"))
    return redirect("settings_group", group_id=group.pk)


@require_POST
@permission_required(MANAGE_ORGANIZATION)
def remove(request: PersonRequest, group_id: int, membership_id: int) -> HttpResponse:
    """The agent leaves the group."""
    group = selectors.group_for(group_id)
    membership = selectors.membership_for(group, membership_id)
    try:
        services.remove_member(membership=membership, actor=request.user.actor)
    except OrganizationError as error:
        messages.error(request, f"{membership.agent.name}: {error.message}")
    return redirect("settings_group", group_id=group.pk)


@require_POST
@permission_required(MANAGE_ORGANIZATION)
def fields(request: PersonRequest, group_id: int) -> HttpResponse:
    """What is noted of the group."""
    group = selectors.group_for(group_id)
    asked = FieldsForm(*asked_of_group(group), request.POST, viewer="agent")
    if not asked.is_valid():
        return _page(request, group, asked=asked)
    services.save_group_values(group=group, values=asked.values, actor=request.user.actor)
    messages.success(request, _("Saved"))
    return redirect("settings_group", group_id=group.pk)
