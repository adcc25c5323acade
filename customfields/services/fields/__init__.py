"""Fields themselves: name, label, kind, entries."""

from customfields.services.fields.kinds import LISTS, is_used
from customfields.services.fields.verbs import create_field, edit_field

__all__ = ["LISTS", "create_field", "edit_field", "is_used"]
