"""Reads of brands, departments and groups."""

from common.site import NO_SITE, Site
from organization.models import Brand


def brands() -> list[Brand]:
    """All active brands, the default first."""
    return sorted(Brand.objects.filter(is_active=True), key=lambda brand: not brand.is_default)


def site_for(host: str) -> Site:
    """The brand that answers on this host name (without port); the default one for any other."""
    found = brands()
    name = host.partition(":")[0].lower()
    for brand in found:
        if brand.host and brand.host.lower() == name:
            return brand.site
    return found[0].site if found else NO_SITE
