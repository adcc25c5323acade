"""Providers, as administrators set them up."""

from collections.abc import Iterable

from common import audit
from common.actor import Actor
from common.unit import on_commit, write
from providers import selectors
from providers.models import Health, Kind, Provider


@write
def save_provider(provider: Provider, *, actor: Actor) -> Provider:
    """Makes or changes a provider; whether it is switched on stays. Its breaker begins anew.

    A password never goes into the history.
    """
    stored = Provider.objects.filter(kind=provider.kind).first()
    provider.pk = stored.pk if stored else None
    provider.is_enabled = stored.is_enabled if stored else False
    provider.save()
    on_commit(selectors.forget_asked)
    Health.objects.filter(kind=provider.kind).delete()
    audit.record("provider", provider.pk, "provider.changed", actor, {"kind": provider.kind})
    return provider


@write
def switch_providers(enabled: Iterable[str], *, actor: Actor) -> None:
    """Switches on the kinds of `enabled` and all others off."""
    wanted = set(enabled)
    on_commit(selectors.forget_asked)
    for kind in Kind.values:
        provider, _made = Provider.objects.get_or_create(kind=kind)
        if provider.is_enabled == (kind in wanted):
            continue
        provider.is_enabled = kind in wanted
        provider.save(update_fields=["is_enabled", "updated_at"])
        action = "provider.switched_on" if provider.is_enabled else "provider.switched_off"
        audit.record("provider", provider.pk, action, actor, {"kind": kind})
        Health.objects.filter(kind=kind).delete()
