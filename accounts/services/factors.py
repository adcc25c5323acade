"""Second factors: allauth keeps them, we note each change and tell the person."""

from accounts.models import User
from accounts.services.mails import send
from common.audit import record
from common.unit import write


@write
def note_factor_change(*, user: User, change: str) -> None:
    """`change` is allauth's name: totp_activated, webauthn_removed, recovery_codes_generated …"""
    record("user", user.pk, "user.factor_changed", user.actor, {"change": change})
    if user.email:
        send(
            "factor_changed", to=user.email, language=user.language, values={"person": user, "change": change}
        )
