"""Brands: what customers see of the desk."""

from typing import Any

from django.utils.translation import gettext as _

from common import files
from common.actor import Actor
from common.audit import record
from common.colour import channels
from common.unit import on_commit, write
from organization.errors import OrganizationError
from organization.models import Brand, Department
from organization.selectors import forget_hosts
from organization.services.changes import apply

LOGO_TYPES = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp"})
MAX_LOGO_BYTES = 512 * 1024


def _check(fields: dict[str, Any], brand_id: int = 0) -> dict[str, Any]:
    """The fields as they are stored. Raises OrganizationError."""
    host = str(fields["host"] or "").strip().lower().rstrip(".") or None
    others = Brand.objects.exclude(pk=brand_id)
    if others.filter(name__iexact=fields["name"]).exists():
        raise OrganizationError(_("There is a brand of this name already."), "name")
    if host and others.filter(host=host).exists():
        raise OrganizationError(_("Another brand has this host name already."), "host")
    try:
        channels(fields["colour"])
    except ValueError as error:
        raise OrganizationError(_("Write the colour like #1f4fbf."), "colour") from error
    return fields | {"host": host, "colour": fields["colour"].lower()}


def _logo(content: bytes) -> Any:
    if len(content) > MAX_LOGO_BYTES:
        raise OrganizationError(
            _("The logo is larger than 512 kB. Make it smaller; 120 pixels high is enough."), "logo"
        )
    if files.sniff(content[:8192]) not in LOGO_TYPES:
        raise OrganizationError(
            _("This is no picture that every browser shows. Use PNG, JPEG or WebP."), "logo"
        )
    return files.store(content)


def _only_default(brand: Brand) -> None:
    if brand.is_default:
        Brand.objects.exclude(pk=brand.pk).filter(is_default=True).update(is_default=False)


@write
def create_brand(*, actor: Actor, logo: bytes | None = None, **fields: Any) -> Brand:
    """A new brand; the first one is the default. Raises OrganizationError."""
    values = _check(fields)
    if logo is not None:
        values["logo"] = _logo(logo)
    brand = Brand(**values)
    brand.is_default = brand.is_default or not Brand.objects.filter(is_default=True).exists()
    brand.save(force_insert=True)
    _only_default(brand)
    record("brand", brand.pk, "brand.created", actor, {"name": brand.name})
    on_commit(forget_hosts)
    return brand


@write
def edit_brand(
    *, brand: Brand, actor: Actor, logo: bytes | None = None, remove_logo: bool = False, **fields: Any
) -> Brand:
    """Raises OrganizationError. The default brand stays it until another one becomes it."""
    values = _check(fields, brand.pk)
    if logo is not None:
        values["logo"] = _logo(logo)
    elif remove_logo:
        values["logo"] = None
    values["is_default"] = bool(values.get("is_default")) or brand.is_default
    apply(brand, "brand", actor, **values)
    _only_default(brand)
    on_commit(forget_hosts)
    return brand


@write
def disable_brand(*, brand: Brand, actor: Actor) -> Brand:
    """Its host name leads to the default brand then. Raises OrganizationError."""
    if brand.is_default:
        raise OrganizationError(_("This is the default brand. Make another one the default first."))
    if Department.objects.filter(brand=brand, is_active=True).exists():
        raise OrganizationError(_("It has departments. Switch them off first."))
    apply(brand, "brand", actor, is_active=False)
    on_commit(forget_hosts)
    return brand


@write
def enable_brand(*, brand: Brand, actor: Actor) -> Brand:
    apply(brand, "brand", actor, is_active=True)
    on_commit(forget_hosts)
    return brand
