"""/profile: one page for agents and one for customers, made of the same parts."""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from accounts import services
from accounts.adapters import landing
from accounts.errors import AccountError, WrongPasswordError
from accounts.forms.people import ChangePasswordForm, EmailForm
from accounts.forms.profile import AgentLookForm, AgentProfileForm, LookForm, NotifyForm, ProfileForm
from accounts.models import User
from accounts.selectors import asked_of, factors_of, sign_ins_of
from accounts.selectors.first import is_first
from accounts.services import preferences_of
from accounts.views.first import first_time
from accounts.views.guard import PersonRequest, agent_required, signed_in_required
from customfields.forms import FieldsForm


def _profile_form(request: PersonRequest, data: Any = None) -> ProfileForm:
    kind = AgentProfileForm if request.user.is_agent else ProfileForm
    initial = {name: getattr(request.user, name) for name in kind.base_fields}
    return kind(data, initial=initial)


def _asked(request: PersonRequest, data: Any = None) -> FieldsForm:
    """What the company asks of its customers and lets them see."""
    return FieldsForm(*asked_of(request.user), data, viewer="user")


def _look_form(request: PersonRequest, data: Any = None) -> LookForm:
    kind = AgentLookForm if request.user.is_agent else LookForm
    return kind(data, initial=preferences_of(request.user), prefix="look")


def _page(
    request: PersonRequest, form: ProfileForm, asked: FieldsForm | None = None, status: int = 200
) -> HttpResponse:
    user = request.user
    template = "accounts/profile_agent.html" if user.is_agent else "accounts/profile_portal.html"
    context = {
        "form": form,
        "asked": asked or _asked(request),
        "look": _look_form(request),
        "notify": NotifyForm(initial=preferences_of(user), prefix="notify"),
        "factors": factors_of(user),
        "sign_ins": sign_ins_of(user),
        "session_key": request.session.session_key,
        "may_change_password": services.may_change(user),
    }
    return render(request, template, context, status=status)


@never_cache
@signed_in_required
def profile(request: PersonRequest) -> HttpResponse:
    if request.method != "POST":
        return _page(request, _profile_form(request))
    form, asked = _profile_form(request, request.POST), _asked(request, request.POST)
    if not (form.is_valid() and asked.is_valid()):
        return _page(request, form, asked, 422)
    services.update_profile(user=request.user, values=asked.values, **form.cleaned_data)
    return _saved(request, "profile")


def _saved(request: HttpRequest, name: str) -> HttpResponse:
    messages.success(request, _("Saved"))
    return redirect(name)


@require_POST
@signed_in_required
def look(request: PersonRequest) -> HttpResponse:
    return _set(request, _look_form(request, request.POST))


@require_POST
@agent_required
def notify(request: PersonRequest) -> HttpResponse:
    return _set(request, NotifyForm(request.POST, prefix="notify"))


def _set(request: PersonRequest, form: forms.Form) -> HttpResponse:
    if not form.is_valid():
        raise Http404  # only a page that is not ours sends such values
    values = {name: value for name, value in form.cleaned_data.items() if value != ""}
    services.set_preferences(user=request.user, **values)
    return _saved(request, "profile")


@sensitive_post_parameters()
@never_cache
@signed_in_required
def email(request: PersonRequest) -> HttpResponse:
    if not request.user.has_usable_password():
        raise Http404  # the address is the directory's
    form = EmailForm(request.POST or None)
    if form.is_valid():
        if request.user.check_password(form.cleaned_data["old"]):
            services.ask_to_verify(user=request.user, address=form.cleaned_data["email"])
            messages.success(
                request, _("Look into your mail: the new address holds once you have followed the link.")
            )
            return redirect("profile")
        form.add_error("old", WrongPasswordError.sentence)
    return _form_page(request, form, "accounts/email.html")


def _form_page(request: HttpRequest, form: forms.Form, template: str) -> HttpResponse:
    return render(request, template, {"form": form}, status=422 if form.is_bound else 200)


@require_POST
@signed_in_required
def verify_again(request: PersonRequest) -> HttpResponse:
    services.ask_to_verify(user=request.user)
    messages.success(request, _("The link is on its way to your address."))
    return redirect("profile")


def _change(request: PersonRequest, template: str, address: str) -> HttpResponse:
    user: User = request.user
    form = ChangePasswordForm(request.POST or None, person=user)
    if form.is_valid():
        data, old_key = form.cleaned_data, request.session.session_key or ""
        try:
            services.change_password(user=user, old=data["old"], new=data["password"], session_key=old_key)
        except AccountError as error:
            form.add_error("old", error.sentence)
        else:
            update_session_auth_hash(request, user)
            services.renew_session(old_key=old_key, new_key=request.session.session_key or "")
            messages.success(request, _("Your password is changed. All other browsers are signed out."))
            return HttpResponseRedirect(address)
    return _form_page(request, form, template)


@sensitive_post_parameters()
@never_cache
@signed_in_required
def password(request: PersonRequest) -> HttpResponse:
    if not services.may_change(request.user):
        raise Http404
    return _change(request, "accounts/password_change.html", "/profile")


@sensitive_post_parameters()
@never_cache
@signed_in_required
def must_change(request: PersonRequest) -> HttpResponse:
    """Served before everything else while the password has to be changed."""
    if not request.user.must_change_password:
        return HttpResponseRedirect(landing(request.user))
    if is_first(request.user):
        return first_time(request)
    return _change(request, "accounts/must_change.html", landing(request.user))
