"""Custom fields of people."""

from collections.abc import Mapping
from typing import Any

from accounts.models import User, UserValue
from common.actor import Actor
from common.unit import write
from customfields.services import save


@write
def note_values(user: User, values: Mapping[int, Any], *, actor: Actor) -> None:
    """Values of custom fields by field id; what is not named stays."""
    if values:
        User.objects.select_for_update().only("pk").get(pk=user.pk)  # two at once would clash
        save(UserValue, user, values, actor=actor, item_kind="user")
