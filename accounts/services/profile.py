"""The profile: what a person sets for themselves."""

from collections.abc import Mapping
from typing import Any

from accounts.models import User
from accounts.services.noting import note_values
from common.audit import record
from common.html import sanitize
from common.unit import write

MAX_SIGNATURE = 20_000


@write
def update_profile(
    *,
    user: User,
    display_name: str,
    phone: str,
    language: str,
    time_zone: str,
    organization_name: str | None = None,
    job_title: str | None = None,
    signature_html: str | None = None,
    values: Mapping[int, Any] | None = None,
) -> User:
    """`None` leaves a field as it is. The signature is sanitized; `values` are of custom fields by id."""
    note_values(user, values or {}, actor=user.actor)
    new: dict[str, str] = {
        "display_name": display_name,
        "phone": phone,
        "language": language,
        "time_zone": time_zone,
    }
    optional = {"organization_name": organization_name, "job_title": job_title}
    new |= {field: value for field, value in optional.items() if value is not None}
    new = {field: value.strip() for field, value in new.items()}
    if signature_html is not None:
        new["signature_html"] = sanitize(signature_html[:MAX_SIGNATURE])
    changed = [field for field, value in new.items() if getattr(user, field) != value]
    if not changed:
        return user
    for field in changed:
        setattr(user, field, new[field])
    user.save(update_fields=changed)
    record("user", user.pk, "user.profile_changed", user.actor, {"fields": sorted(changed)})
    return user
