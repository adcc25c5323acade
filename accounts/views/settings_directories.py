"""Settings, Security: directories. One is tried with what the form says, before or after it is saved."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from accounts import services
from accounts.errors import AccountError
from accounts.forms.directories import DirectoryForm
from accounts.forms.directory_groups import mappings_form
from accounts.models import Directory
from accounts.permissions import ADMINISTER
from accounts.selectors.directories import directories as all_directories
from accounts.selectors.directories import directory_for, mappings_of
from accounts.views.directory_results import result_of
from accounts.views.guard import PersonRequest, permission_required
from common.audit import history


@require_safe
@permission_required(ADMINISTER)
def directories(request: PersonRequest) -> HttpResponse:
    return render(request, "accounts/settings/directories.html", {"directories": all_directories()})


@sensitive_post_parameters("bind_password", "try_password")
def _edit(request: PersonRequest, directory: Directory) -> HttpResponse:
    name, is_new = directory.name, directory._state.adding
    data = request.POST or None
    form = DirectoryForm(data, directory=directory)
    more = "more" in request.POST
    groups = mappings_form(data, mappings_of(directory), more=more)
    result: dict[str, Any] | None = None
    if not more and form.is_valid() and groups.is_valid():
        filled, pairs = form.fill(), groups.pairs()
        if "test" not in request.POST:
            try:
                services.save_directory(directory=filled, mappings=pairs, actor=request.user.actor)
            except AccountError as error:
                form.add_error("name", error.sentence)
            else:
                messages.success(request, _("Saved"))
                return _to(request, filled)
        else:
            tried = form.cleaned_data["try_name"], form.cleaned_data["try_password"]
            report = services.check_directory(filled, mappings=pairs, login=tried[0], password=tried[1])
            result = result_of(report, filled, tried[0])
    context: dict[str, Any] = {"form": form, "groups": groups, "result": result, "name": name}
    context |= {"directory": directory, "is_new": is_new, "more": more}
    context["history"] = None if is_new else history("directory", directory.pk).order_by("-id")[:20]
    status = 422 if form.is_bound and result is None and not more else 200
    return render(request, "accounts/settings/directory.html", context, status=status)


def _to(request: PersonRequest, directory: Directory) -> HttpResponse:
    response = redirect("settings_directory", directory.pk)
    if request.headers.get("HX-Request") == "true":
        return HttpResponse(status=204, headers={"HX-Redirect": response["Location"]})
    return response


@permission_required(ADMINISTER)
def new(request: PersonRequest) -> HttpResponse:
    return _edit(request, Directory())


@permission_required(ADMINISTER)
def directory(request: PersonRequest, directory_id: int) -> HttpResponse:
    return _edit(request, directory_for(directory_id))


@require_POST
@permission_required(ADMINISTER)
def state(request: PersonRequest, directory_id: int) -> HttpResponse:
    found = directory_for(directory_id)
    is_active = request.POST.get("active") == "1"
    try:
        services.set_directory_active(directory=found, is_active=is_active, actor=request.user.actor)
    except AccountError as error:
        messages.error(request, str(error.sentence))
    return redirect("settings_directory", found.pk)


@require_POST
@permission_required(ADMINISTER)
def delete(request: PersonRequest, directory_id: int) -> HttpResponse:
    found = directory_for(directory_id)
    try:
        services.delete_directory(directory=found, actor=request.user.actor)
    except AccountError as error:
        messages.error(request, str(error.sentence))
        return redirect("settings_directory", found.pk)
    messages.success(request, _("%(name)s is deleted.") % {"name": found.name})
    return redirect("settings_directories")
