"""Step 1: a brand is made, or changed when it is there already."""

from typing import Any

from common.actor import Actor
from common.unit import write
from organization import services
from organization.models import Brand


@write
def save_brand(
    *, brand: Brand | None, actor: Actor, logo: bytes | None, remove_logo: bool, **values: Any
) -> Brand:
    """Sent twice, a new brand is made once: the second time it has this name and host already.

    Raises OrganizationError.
    """
    if brand is None:
        brand = Brand.objects.filter(name__iexact=values["name"], host=values["host"] or None).first()
    if brand is None:
        return services.create_brand(actor=actor, logo=logo, **values)
    return services.edit_brand(brand=brand, actor=actor, logo=logo, remove_logo=remove_logo, **values)
