"""Links that prove an address: random, signed, kept as a hash, used once."""

import hashlib
import hmac
import secrets as random
from datetime import datetime, timedelta

from django.utils import timezone

from accounts.errors import BadTokenError
from accounts.models import PersonalToken, User
from common.secrets import sign

Purpose = PersonalToken.Purpose
LIFETIME = {
    Purpose.VERIFY: timedelta(days=2),
    Purpose.RESET: timedelta(hours=1),
    Purpose.CLAIM: timedelta(days=2),
    Purpose.INVITE: timedelta(days=7),
}


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def issue(user: User, purpose: Purpose, *, email: str = "") -> tuple[str, datetime]:
    """A new link's text and its end, in the current unit; older links of the same purpose stop working."""
    PersonalToken.objects.filter(user=user, purpose=purpose, used_at=None).delete()
    nonce = random.token_urlsafe(24)
    text = f"{nonce}.{sign(f'token:{purpose.value}', nonce)}"
    until = timezone.now() + LIFETIME[purpose]
    PersonalToken.objects.create(
        user=user, purpose=purpose, digest=_digest(text), email=email, expires_at=until
    )
    return text, until


def look(text: str, purpose: Purpose, *, lock: bool = False) -> PersonalToken:
    """The token behind a link that still works. Raises BadTokenError; a forged one costs no statement."""
    nonce, _, signature = text.partition(".")
    if not hmac.compare_digest(signature.encode(), sign(f"token:{purpose.value}", nonce).encode()):
        raise BadTokenError
    rows = PersonalToken.objects.filter(digest=_digest(text), purpose=purpose, used_at=None)
    rows = rows.select_for_update() if lock else rows.select_related("user")
    found = rows.filter(expires_at__gt=timezone.now()).first()
    if found is None:
        raise BadTokenError
    return found


def use(text: str, purpose: Purpose) -> PersonalToken:
    """Takes the token, in the current unit: of two requests at once one fails. Raises BadTokenError."""
    found = look(text, purpose, lock=True)
    taken = PersonalToken.objects.filter(pk=found.pk, used_at=None).update(used_at=timezone.now())
    if not taken:
        raise BadTokenError
    return found


def forget(user: User) -> None:
    """Makes all open links of a person useless."""
    PersonalToken.objects.filter(user=user, used_at=None).delete()
