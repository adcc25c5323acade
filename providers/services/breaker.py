"""The circuit breaker: after some failures in a row a provider rests, then one call tries it."""

from datetime import datetime, timedelta

from django.db.models import F

from common.clock import near_now
from common.unit import write_unfenced
from providers import selectors
from providers.models import Health, Provider

# quick answers, even wrong ones, hold nobody up: they do not count
COUNTED = frozenset({"timeout", "unreachable", "garbage", "too_big"})


def may_call(provider: Provider) -> bool:
    """False while it rests. When the rest is over, exactly one caller is let through until its call ends."""
    found = selectors.health(provider.kind)
    if found.open_until is None:
        return True
    now = near_now()
    if found.open_until > now:
        return False
    return _claim(found, now + timedelta(seconds=provider.timeout_seconds + provider.rest_seconds))


@write_unfenced
def _claim(found: Health, until: datetime) -> bool:
    rows = Health.objects.filter(kind=found.kind, open_until=found.open_until)
    return rows.update(open_until=until) == 1


def note(provider: Provider, reason: str) -> None:
    """Counts how a call ended. A provider that is well costs one statement and no write."""
    if reason in COUNTED:
        _failed(provider)
    elif Health.objects.filter(kind=provider.kind, failures__gt=0).exists():
        close(provider.kind)


@write_unfenced
def close(kind: str) -> None:
    """It is well again."""
    Health.objects.filter(kind=kind).update(failures=0, open_until=None)


@write_unfenced
def _failed(provider: Provider) -> None:
    Health.objects.get_or_create(kind=provider.kind)
    rows = Health.objects.filter(kind=provider.kind)
    rows.update(failures=F("failures") + 1)
    until = near_now() + timedelta(seconds=provider.rest_seconds)
    rows.filter(failures__gte=max(1, provider.rest_after)).update(open_until=until)
