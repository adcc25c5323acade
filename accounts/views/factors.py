"""allauth's pages of the second factor, in our clothes."""

from typing import Any

from allauth.account.views import ReauthenticateView
from allauth.mfa.base.views import ReauthenticateView as ConfirmByCode
from allauth.mfa.recovery_codes.views import GenerateRecoveryCodesView, ViewRecoveryCodesView
from allauth.mfa.totp.views import ActivateTOTPView, DeactivateTOTPView
from allauth.mfa.webauthn.views import (
    AddWebAuthnView,
    EditWebAuthnView,
    LoginWebAuthnView,
    ReauthenticateWebAuthnView,
    RemoveWebAuthnView,
)
from django.http import HttpRequest, HttpResponseBase
from django.views.decorators.cache import never_cache

from accounts.views.guard import signed_in_required
from accounts.views.signin import TRIES_PER_ADDRESS, TRIES_SECONDS, wait
from common import throttle
from common.peer import client_address


def _page(view: Any, template: str) -> Any:
    """Signed in or sent to the door, never kept by a cache."""
    return never_cache(signed_in_required(view.as_view(template_name=f"accounts/factors/{template}.html")))


confirm = _page(ReauthenticateView, "confirm")
confirm_by_code = _page(ConfirmByCode, "confirm")
confirm_by_passkey = _page(ReauthenticateWebAuthnView, "confirm")
app_add = _page(ActivateTOTPView, "app_add")
app_remove = _page(DeactivateTOTPView, "app_remove")
codes = _page(ViewRecoveryCodesView, "codes")
codes_new = _page(GenerateRecoveryCodesView, "codes_new")
passkey_add = _page(AddWebAuthnView, "passkey_add")
passkey_edit = _page(EditWebAuthnView, "passkey_edit")
passkey_remove = _page(RemoveWebAuthnView, "passkey_remove")

_passkey_sign_in = LoginWebAuthnView.as_view()


@never_cache
def passkey_sign_in(request: HttpRequest) -> HttpResponseBase:
    """Signing in by passkey alone, with the same limit a client as by password."""
    if request.method == "POST" and not throttle.hit(
        f"login:{client_address(request)}", limit=TRIES_PER_ADDRESS, seconds=TRIES_SECONDS
    ):
        return wait(request, TRIES_SECONDS)
    response: HttpResponseBase = _passkey_sign_in(request)
    return response
