"""Portal Settings, Options."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.permissions import ADMINISTER
from accounts.views.guard import PersonRequest, permission_required
from common import options
from tickets.forms.options import OPTIONS, OptionsForm


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required(ADMINISTER)
def portal_options(request: PersonRequest) -> HttpResponse:
    """Each change is written to the history of options."""
    stored = options.many(*OPTIONS.values())
    form = OptionsForm(request.POST if request.method == "POST" else None, initial={
        field: stored[name] for field, name in OPTIONS.items()
    })  # fmt: skip
    if form.is_valid():
        for field, name in OPTIONS.items():
            options.put(name, form.cleaned_data[field], actor=request.user.actor)
        messages.success(request, _("Saved"))
        return redirect("settings_options")
    return render(request, "settings/options.html", {"form": form})
