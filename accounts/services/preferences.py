"""Display and notification preferences, kept as one small object with the person."""

from collections.abc import Iterable
from typing import Any

from accounts.models import User
from common.audit import record
from common.unit import write

# what each may be; the first is what holds without a choice
PREFERENCES: dict[str, tuple[Any, ...]] = {
    "theme": ("auto", "light", "dark"),
    "density": ("comfortable", "compact"),
    "single_keys": (True, False),
    "notify_assigned_page": (True, False),
    "notify_assigned_mail": (True, False),
    "notify_replied_page": (True, False),
    "notify_replied_mail": (True, False),
    "notify_followup_page": (True, False),
    "notify_followup_mail": (True, False),
}

COLUMNS = 3


def preferences_of(user: User) -> dict[str, Any]:
    """All preferences, with what holds where the person has chosen nothing."""
    return {name: user.preferences.get(name, allowed[0]) for name, allowed in PREFERENCES.items()}


@write
def set_preferences(*, user: User, **values: Any) -> User:
    """Changes some preferences and keeps the rest. Raises ValueError for a name or value that is none."""
    for name, value in values.items():
        if name not in PREFERENCES or value not in PREFERENCES[name]:
            raise ValueError(f"{name}={value!r}")
    return _keep(user, values)


def _keep(user: User, values: dict[str, Any]) -> User:
    fresh = User.objects.select_for_update().get(pk=user.pk)
    before = dict(fresh.preferences)
    fresh.preferences = before | values
    if fresh.preferences != before:
        fresh.save(update_fields=["preferences"])
        changed = sorted(name for name in values if before.get(name) != values[name])
        record("user", user.pk, "user.preferences_changed", user.actor, {"fields": changed})
    user.preferences = fresh.preferences
    return user


def chosen_columns(user: User) -> tuple[int, ...]:
    """The custom fields that stand as columns in the person's lists."""
    return tuple(user.preferences.get("columns", ()))


@write
def choose_columns(*, user: User, fields: Iterable[int]) -> User:
    """At most COLUMNS; the first ones stay."""
    return _keep(user, {"columns": list(dict.fromkeys(fields))[:COLUMNS]})
