"""Settings, External Providers, Options: which providers are asked, and how they are."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accounts.views.guard import PersonRequest, permission_required
from providers import selectors, services
from providers.models import Kind, Provider
from providers.permissions import MANAGE_PROVIDERS
from providers.views.words import NOTES, Pill, state_of


@dataclass(frozen=True, slots=True)
class Line:
    """A provider on the Options tab."""

    provider: Provider
    note: object
    state: Pill


def shell() -> dict[str, object]:
    """What all tabs of the page show: the tabs themselves, and how many providers answer."""
    lines = []
    wanted = {Kind.EVENTS: selectors.rules_that_notify()}
    for provider in selectors.providers():
        lately = selectors.lately(provider.kind)
        lines.append(
            Line(
                provider, NOTES[provider.kind], state_of(provider, lately, wanted.get(Kind(provider.kind), 0))
            )
        )
    on = [line for line in lines if line.provider.is_usable]
    answer = [line for line in on if line.state.colour != "red"]
    return {"lines": lines, "on": len(on), "answer": len(answer)}


@permission_required(MANAGE_PROVIDERS)
def options(request: PersonRequest) -> HttpResponse:
    if request.method == "POST":
        enabled = [kind for kind in Kind.values if kind in request.POST.getlist("enabled")]
        services.switch_providers(enabled, actor=request.user.actor)
        messages.success(request, _("Saved."))
        return redirect("settings_providers")
    return render(request, "settings/providers/options.html", {**shell(), "tab": "options"})
