"""Settings, External Providers: the tab of one provider, its test, and its description."""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.views.guard import PersonRequest, permission_required
from common.audit import history
from providers import selectors, services
from providers.forms import ProviderForm, TestForm
from providers.models import Kind, Provider
from providers.permissions import MANAGE_PROVIDERS
from providers.views.options import shell
from providers.views.words import TITLES, took
from providers.views.words import test_context as result_context

WEEK = timedelta(days=7)


def _page(
    request: PersonRequest,
    provider: Provider,
    form: ProviderForm,
    tried: TestForm,
    result: dict[str, Any] | None = None,
) -> HttpResponse:
    stored = selectors.provider(provider.kind)
    usual = selectors.usual_ms(provider.kind, now() - WEEK)
    context = {
        **shell(),
        "tab": provider.kind,
        "title": TITLES[provider.kind],
        "provider": stored,
        "form": form,
        "tried": tried,
        "result": result,
        "methods": services.METHODS[provider.kind],
        "description": selectors.description(stored.url) if stored.url else None,
        "health": selectors.health(provider.kind),
        "usual": took(usual) if usual else "",
        "history": history("provider", stored.pk).order_by("-id")[:10] if stored.pk else None,
    }
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "settings/providers/provider.html", context, status=status)


@permission_required(MANAGE_PROVIDERS)
def edit(request: PersonRequest, kind: str) -> HttpResponse:
    provider = selectors.provider(kind)
    form = ProviderForm(request.POST or None, provider=provider)
    if form.is_valid():
        saved = services.save_provider(form.fill(), actor=request.user.actor)
        messages.success(request, _("The settings of %(name)s are saved.") % {"name": saved})
        return redirect("settings_provider", kind=kind)
    return _page(request, provider, form, TestForm())


@require_POST
@permission_required(MANAGE_PROVIDERS)
def test(request: PersonRequest, kind: str) -> HttpResponse:
    """Calls the service as the form says, saved or not, while the reader waits."""
    provider = selectors.provider(kind)
    form, tried = ProviderForm(request.POST, provider=provider), TestForm(request.POST)
    result = None
    if form.is_valid() and tried.is_valid():
        result = _try(form.fill(), tried.cleaned_data)
    if request.headers.get("HX-Request") == "true" and result is not None:
        return render(request, "settings/providers/result.html", {"result": result})
    return _page(request, provider, form, tried, result)


def _try(provider: Provider, wanted: dict[str, str]) -> dict[str, Any]:
    methods = services.METHODS[provider.kind]
    method = wanted["method"] if wanted["method"] in methods else methods[0]
    inputs = services.sample_inputs(
        provider.kind,
        method,
        username=wanted["try_username"],
        password=wanted["try_password"],
        department=wanted["try_department"],
    )
    return result_context(services.check_provider(provider, method, inputs), provider)


@require_POST
@permission_required(MANAGE_PROVIDERS)
def read(request: PersonRequest, kind: str) -> HttpResponse:
    """Reads the description of the saved address anew."""
    provider = selectors.provider(kind)
    said = services.read_again(provider) if provider.url else _("There is no address yet.")
    if said:
        messages.error(request, _("The description could not be read: %(why)s") % {"why": said})
    else:
        messages.success(request, _("The description is read anew."))
    return redirect("settings_provider", kind=Kind(kind).value)
