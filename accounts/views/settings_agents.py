"""Settings: agents."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts import services
from accounts.errors import AlreadyAgentError, LastAdministratorError
from accounts.forms.settings import AgentForm, InviteForm
from accounts.models import User
from accounts.permissions import MANAGE_AGENTS
from accounts.selectors import agent_for, history_of
from accounts.selectors import agents as agents_page
from accounts.views.guard import PersonRequest, permission_required, permissions
from licensing.errors import NoSeatError


@permission_required(MANAGE_AGENTS)
def agents(request: PersonRequest) -> HttpResponse:
    query, state = request.GET.get("q", "").strip(), request.GET.get("state", "")
    context = {"agents": agents_page(query=query, state=state), "query": query, "state": state}
    return render(request, "accounts/settings/agents.html", context)


@permission_required(MANAGE_AGENTS)
def invite(request: PersonRequest) -> HttpResponse:
    form = InviteForm(request.POST or None, by=permissions(request))
    if form.is_valid():
        agent = _invite(form, request)
        if agent is not None:
            return redirect("settings_agent", agent.pk)
    status = 422 if form.is_bound else 200
    return render(request, "accounts/settings/agent_invite.html", {"form": form}, status=status)


def _invite(form: InviteForm, request: PersonRequest) -> User | None:
    data = form.cleaned_data
    try:
        agent = services.invite_agent(
            name=data["name"],
            address=data["email"],
            roles=data["roles"],
            job_title=data["job_title"],
            actor=request.user.actor,
        )
    except AlreadyAgentError as error:
        form.add_error("email", error.sentence)
        return None
    except NoSeatError as error:
        form.add_error(None, str(error.sentence))
        return None
    messages.success(request, _("The invitation is on its way to %(address)s.") % {"address": agent.email})
    return agent


def _save(agent: User, form: AgentForm, request: PersonRequest) -> bool:
    data = dict(form.cleaned_data)
    roles = data.pop("roles")
    try:
        services.set_roles(agent=agent, roles=roles, actor=request.user.actor)
    except LastAdministratorError as error:
        form.add_error("roles", error.sentence)
        return False
    services.edit_agent(agent=agent, actor=request.user.actor, **data)
    messages.success(request, _("Saved"))
    return True


@permission_required(MANAGE_AGENTS)
def agent(request: PersonRequest, agent_id: int) -> HttpResponse:
    shown = agent_for(agent_id, by=permissions(request))
    initial: dict[str, Any] = {
        name: getattr(shown, name) for name in ("job_title", "phone", "time_zone", "language")
    }
    initial |= {"name": shown.display_name, "roles": shown.roles.all()}
    form = AgentForm(request.POST or None, initial=initial, by=permissions(request))
    if form.is_valid() and _save(shown, form, request):
        return redirect("settings_agent", shown.pk)
    context = {"form": form, "agent": shown, "history": history_of(shown)}
    return render(request, "accounts/settings/agent.html", context, status=422 if form.is_bound else 200)


@require_POST
@permission_required(MANAGE_AGENTS)
def state(request: PersonRequest, agent_id: int) -> HttpResponse:
    shown = agent_for(agent_id, by=permissions(request))
    try:
        if request.POST.get("active") == "1":
            services.enable(user=shown, actor=request.user.actor)
        else:
            services.disable(user=shown, actor=request.user.actor)
    except (LastAdministratorError, NoSeatError) as error:
        messages.error(request, str(error.sentence))
    return redirect("settings_agent", shown.pk)


@require_POST
@permission_required(MANAGE_AGENTS)
def invite_again(request: PersonRequest, agent_id: int) -> HttpResponse:
    shown = agent_for(agent_id, by=permissions(request))
    services.invite_again(agent=shown, actor=request.user.actor)
    messages.success(request, _("The invitation is on its way to %(address)s.") % {"address": shown.email})
    return redirect("settings_agent", shown.pk)
