"""Registration, forgotten passwords and the links of mails. Pages say the same for every address."""

import time
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from accounts import services
from accounts.errors import AccountError, BadTokenError
from accounts.forms.people import AddressForm, ClaimForm, NewPasswordForm, RegisterForm
from accounts.models import PersonalToken, User
from accounts.services.tokens import LIFETIME, look
from accounts.views.enter import enter
from accounts.views.signin import wait
from common import throttle
from common.peer import client_address

MAILS_PER_ADDRESS = 5
MAILS_PER_CLIENT = 20
HOUR = 3600
SAME_SECONDS = 0.25  # every answer takes at least this long, whether the address is known or not

Purpose = PersonalToken.Purpose


def _may_mail(request: HttpRequest, address: str) -> bool:
    client = throttle.hit(f"mail-to:{client_address(request)}", limit=MAILS_PER_CLIENT, seconds=HOUR)
    return client and throttle.hit(f"mail-for:{address.lower()}", limit=MAILS_PER_ADDRESS, seconds=HOUR)


def _answer_by_mail(
    request: HttpRequest, form: AddressForm, template: str, act: Callable[[], None], purpose: Purpose
) -> HttpResponse:
    """The common end of registering and resetting: one page for known and unknown addresses."""
    if not form.is_valid():
        return render(request, template, {"form": form}, status=422 if form.is_bound else 200)
    address = form.cleaned_data["email"]
    if not _may_mail(request, address):
        return wait(request, HOUR)
    start = time.monotonic()
    act()
    time.sleep(max(0.0, SAME_SECONDS - (time.monotonic() - start)))
    context = {"address": address, "until": timezone.now() + LIFETIME[purpose], "again": request.path}
    return render(request, "accounts/sent.html", context)


@never_cache
def register(request: HttpRequest) -> HttpResponse:
    form = RegisterForm(request.POST or None)

    def act() -> None:
        services.register(name=form.cleaned_data["name"], address=form.cleaned_data["email"])

    return _answer_by_mail(request, form, "accounts/register.html", act, Purpose.CLAIM)


@never_cache
def password_reset(request: HttpRequest) -> HttpResponse:
    form = AddressForm(request.POST or None)

    def act() -> None:
        services.ask_to_reset(address=form.cleaned_data["email"])

    return _answer_by_mail(request, form, "accounts/password_reset.html", act, Purpose.RESET)


def bad_link(request: HttpRequest, error: AccountError) -> HttpResponse:
    """A link that does not work (any more)."""
    return render(request, "accounts/bad_link.html", {"sentence": error.sentence}, status=410)


def _new_password(
    request: HttpRequest, token: str, purpose: Purpose, form_class: type[NewPasswordForm],
    act: Callable[[NewPasswordForm], User],
) -> HttpResponse:  # fmt: skip
    try:
        person = look(token, purpose).user
        form = form_class(request.POST or None, person=person, initial={"name": person.display_name})
        if request.method == "POST" and form.is_valid():
            return enter(request, act(form))
    except BadTokenError as error:
        return bad_link(request, error)
    context = {"form": form, "person": person, "purpose": purpose.value}
    return render(request, "accounts/new_password.html", context, status=422 if form.is_bound else 200)


@sensitive_post_parameters()
@never_cache
def reset(request: HttpRequest, token: str) -> HttpResponse:
    def act(form: NewPasswordForm) -> User:
        return services.reset(token=token, password=form.cleaned_data["password"])

    return _new_password(request, token, Purpose.RESET, NewPasswordForm, act)


@sensitive_post_parameters()
@never_cache
def claim(request: HttpRequest, token: str) -> HttpResponse:
    def act(form: NewPasswordForm) -> User:
        name, password = form.cleaned_data["name"], form.cleaned_data["password"]
        return services.claim(token=token, name=name, password=password)

    return _new_password(request, token, Purpose.CLAIM, ClaimForm, act)


@sensitive_post_parameters()
@never_cache
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    def act(form: NewPasswordForm) -> User:
        name, password = form.cleaned_data["name"], form.cleaned_data["password"]
        return services.accept_invitation(token=token, name=name, password=password)

    return _new_password(request, token, Purpose.INVITE, ClaimForm, act)


@never_cache
def verify(request: HttpRequest, token: str) -> HttpResponse:
    """Asks for a click: scanners of mail follow links, but send no forms."""
    try:
        found = look(token, Purpose.VERIFY)
        if request.method != "POST":
            return render(request, "accounts/verify.html", {"address": found.email or found.user.email})
        services.verify(token=token)
    except AccountError as error:
        return bad_link(request, error)
    return HttpResponseRedirect(reverse("profile"))
