"""Who is signed in where, and who is locked out."""

from datetime import timedelta

from axes.models import AccessAttempt
from django.conf import settings
from django.utils import timezone

from accounts.models import SignIn, User


def sign_ins_of(user: User) -> list[SignIn]:
    """The person's browsers, the last used first."""
    return list(user.sign_ins.order_by("-last_seen_at", "-id")[:50])


def lockout_seconds(*, name: str, address: str) -> float:
    """How long this name stays locked for this address."""
    pause = timedelta(hours=settings.AXES_COOLOFF_TIME)
    last = (
        AccessAttempt.objects.filter(username=name, ip_address=address)
        .order_by("-attempt_time")
        .values_list("attempt_time", flat=True)
        .first()
    )
    until = (last or timezone.now()) + pause
    return max(0.0, (until - timezone.now()).total_seconds())
