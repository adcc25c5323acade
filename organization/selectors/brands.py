"""Reads of brands, departments and groups."""

from django.core.cache import cache

from common.models import Blob
from common.site import NO_SITE, Site
from organization.models import Brand

_CACHED = "organization.hosts"
_SECONDS = 5  # other processes see a change after this long


def brands() -> list[Brand]:
    """All active brands, the default first."""
    return sorted(Brand.objects.filter(is_active=True), key=lambda brand: not brand.is_default)


def site_for(host: str) -> Site:
    """The brand that answers on this host name (without port); the default one for any other."""
    found: list[tuple[str, Site]] | None = cache.get(_CACHED)
    if found is None:
        found = [((brand.host or "").lower(), brand.site) for brand in brands()]
        if found:  # a desk that gets its first brand has it in all processes at once
            cache.set(_CACHED, found, _SECONDS)
    name = host.partition(":")[0].lower()
    for own, site in found:
        if own and own == name:
            return site
    return found[0][1] if found else NO_SITE


def forget_hosts() -> None:
    """After a change of a brand."""
    cache.delete(_CACHED)


def logo_of(brand_id: int) -> Blob | None:
    """The picture of a brand."""
    found = Brand.objects.select_related("logo").filter(pk=brand_id).first()
    return found.logo if found else None
