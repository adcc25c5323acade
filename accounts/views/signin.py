"""The one door for customers and agents."""

import math
from typing import Any, cast

from allauth.account.internal.flows import login as stages
from allauth.account.internal.flows import logout as leaving
from allauth.account.models import Login
from allauth.mfa.base.views import AuthenticateView
from allauth.mfa.internal.flows.trust import trust_browser
from django.contrib.auth import authenticate
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from accounts.adapters import REMEMBER_KEY, landing, refusal_of, safe_next
from accounts.forms.signin import SignInForm
from accounts.models import User
from accounts.selectors import lockout_seconds
from accounts.selectors.first import is_first_sign_in_open
from common import throttle
from common.peer import client_address, is_on_this_machine

TRIES_PER_ADDRESS = 60
TRIES_SECONDS = 300


@sensitive_post_parameters("password")
@never_cache
def sign_in(request: HttpRequest) -> HttpResponse:
    """Name and password; a second factor follows where the person has one."""
    if isinstance(request.user, User):
        return HttpResponseRedirect(safe_next(request) or landing(request.user))
    form = SignInForm(request.POST or None)
    if request.method == "POST":
        if not throttle.hit(
            f"login:{client_address(request)}", limit=TRIES_PER_ADDRESS, seconds=TRIES_SECONDS
        ):
            return wait(request, TRIES_SECONDS)
        if form.is_valid():
            return _try(request, form)
    return _page(request, form, 422 if form.is_bound else 200)


def _page(request: HttpRequest, form: SignInForm, status: int) -> HttpResponse:
    context: dict[str, Any] = {"form": form, "next": safe_next(request)}
    context["is_first"] = is_on_this_machine(request) and is_first_sign_in_open()
    return render(request, "accounts/login.html", context, status=status)


def _try(request: HttpRequest, form: SignInForm) -> HttpResponse:
    typed = form.cleaned_data["username"].strip()
    name = typed.lower()
    # other systems may tell letters of a name apart
    user = authenticate(request, username=name, password=form.cleaned_data["password"], typed=typed)
    if user is None:
        form.add_error(None, refusal_of(request) or _("Name or password is wrong."))
        return _page(request, form, 422)
    request.session[REMEMBER_KEY] = form.cleaned_data["remember"]
    entering = Login(user=user, redirect_url=safe_next(request) or None)
    return cast("HttpResponse", stages.perform_password_login(request, {"username": name}, entering))


def wait(request: HttpRequest, seconds: float) -> HttpResponse:
    """Too many tries: says how long to wait."""
    minutes = max(1, math.ceil(seconds / 60))
    response = render(request, "accounts/wait.html", {"minutes": minutes}, status=429)
    response["Retry-After"] = str(minutes * 60)
    return response


def locked_out(
    request: HttpRequest, response: HttpResponse, credentials: dict[str, Any] | None
) -> HttpResponse:
    """What django-axes shows in place of the answer while a name is locked."""
    name = str((credentials or {}).get("username", ""))
    return wait(request, lockout_seconds(name=name, address=client_address(request)))


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    leaving.logout(request, show_message=False)
    return HttpResponseRedirect(safe_next(request) or "/")


class SecondFactorView(AuthenticateView):  # type: ignore[misc]  # allauth ships no types
    """The code or the passkey after the password."""

    template_name = "accounts/second_factor.html"

    def form_valid(self, form: Any) -> HttpResponse:
        form.save()
        response = cast("HttpResponse", self.stage.exit())
        if self.request.POST.get("trust") and self.request.user.is_authenticated:
            trust_browser(self.request, self.stage.login.user, response)
        return response

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = cast("dict[str, Any]", super().get_context_data(**kwargs))
        context.pop("site", None)  # allauth's, which would hide the brand
        return context | {"person": self.stage.login.user}
