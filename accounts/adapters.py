"""How allauth meets our accounts: its sign-in stages and second factor, our sessions, words and addresses."""

from typing import Any, cast

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login as django_login
from django.contrib.auth import logout as django_logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from accounts import services
from accounts.models import User
from accounts.permissions import ADMINISTER
from accounts.selectors import permissions_of
from clustering import fence
from clustering.registry import is_served_when_passive
from common import secrets, site
from common.peer import client_address, is_local

REMEMBER_KEY = "remember"
REMEMBER_SECONDS = 30 * 24 * 3600
BACKEND = "accounts.backends.PasswordBackend"
_REFUSAL = "desk.sign_in_refusal"


def landing(user: User) -> str:
    """The first page after sign-in. A server that is not active has only settings."""
    if not fence.current().mine:
        return "/settings/cluster"
    return "/agent/" if user.is_agent else "/"


def note_refusal(request: HttpRequest, said: str) -> None:
    """A sign-in backend refuses, and says why in words for the person; for the page that asked it."""
    request.META[_REFUSAL] = said


def refusal_of(request: HttpRequest) -> str:
    """What a backend said of this request's sign-in; nothing for the usual answer."""
    return str(request.META.get(_REFUSAL, ""))


def safe_next(request: HttpRequest) -> str:
    """The page that the person wanted, when it is one of this host; else nothing."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    same = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return wanted if same and is_served_here(wanted) else ""


def is_served_here(address: str) -> bool:
    """A server that is not active has only some of the pages."""
    return fence.current().mine or is_served_when_passive(address.partition("?")[0])


def passive_refusal(user: User) -> str:
    """Why a person is not let in on a server that is not the active one; nothing for administrators."""
    if fence.current().mine or ADMINISTER in permissions_of(user):
        return ""
    return _(
        "This server is not the active one. Only administrators sign in here, to its settings. "
        "The desk is at its usual address."
    )


def demo_refusal(request: HttpRequest, user: User) -> str:
    """Why a person of the demo company is not let in; nothing for all others."""
    if not user.preferences.get("demo"):
        return ""
    if not settings.DEMO:
        return _("This is a person of the demo company. They sign in only while the desk runs in demo mode.")
    if not is_local(request):
        return _(
            "People of the demo company sign in only in a browser on the server itself, "
            "because their passwords are no secret."
        )
    return ""


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth ships no types
    """Only the stages of sign-in are allauth's; registration and passwords go through accounts.services."""

    def pre_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse | None:
        """Stops people who may not sign in, whichever way they proved who they are."""
        if not user.is_active:
            messages.error(request, _("Name or password is wrong."))
            return render(request, "accounts/refused.html", status=403)
        refusal = passive_refusal(user) or demo_refusal(request, user)
        if refusal:
            messages.error(request, refusal)
            return render(request, "accounts/refused.html", status=403)
        return None

    def login(self, request: HttpRequest, user: User) -> None:
        """Signs in with a fresh session key, and notes the browser."""
        user.backend = BACKEND  # what Django's login() asks for
        remember = request.session.pop(REMEMBER_KEY, False)
        django_login(request, user)
        request.session.cycle_key()
        request.session.set_expiry(REMEMBER_SECONDS if remember else 0)
        services.record_sign_in(
            user=user,
            session_key=cast("str", request.session.session_key),
            address=client_address(request),
            browser=request.headers.get("User-Agent", ""),
        )

    def logout(self, request: HttpRequest) -> None:
        if isinstance(request.user, User):
            services.sign_out(user=request.user, session_key=request.session.session_key or "")
        django_logout(request)

    def get_login_stages(self) -> list[str]:
        return ["allauth.mfa.stages.AuthenticateStage"]

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        return landing(cast("User", request.user))

    def is_safe_url(self, url: str) -> bool:
        """Back to a page of this host only."""
        is_ours = url_has_allowed_host_and_scheme(url, allowed_hosts={self.request.get_host()})
        return is_ours and is_served_here(url or "")

    def get_client_ip(self, request: HttpRequest) -> str:
        return client_address(request)

    def add_message(self, request: HttpRequest, level: int, *args: Any, **kwargs: Any) -> None:
        """Only errors: what worked is seen on the page."""
        if level >= messages.ERROR:
            super().add_message(request, level, *args, **kwargs)

    def send_notification_mail(self, template_prefix: str, user: User, *args: Any, **kwargs: Any) -> None:
        """allauth calls this after each change of a second factor: it becomes audit and a mail of ours."""
        services.note_factor_change(user=user, change=template_prefix.rpartition("/")[2])


class MFAAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # allauth ships no types
    """Secrets are encrypted; codes and keys carry the brand's name."""

    def encrypt(self, text: str) -> str:
        return secrets.encrypt(text)

    def decrypt(self, encrypted_text: str) -> str:
        return secrets.decrypt(encrypted_text)

    def get_totp_issuer(self) -> str:
        return site.current().name

    def _get_site_name(self) -> str:
        return site.current().name

    def generate_authenticator_name(self, user: User, type: Any) -> str:  # noqa: A002 - allauth's signature
        """Left to the person: the form suggests nothing but a plain word."""
        return _("My passkey")
