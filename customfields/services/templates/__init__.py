"""Templates and their lines."""

from customfields.services.templates.lines import SWITCHES, add_item, edit_item, remove_item
from customfields.services.templates.whole import copy_items, create_template, ensure_default, order_items

__all__ = [
    "SWITCHES",
    "add_item",
    "copy_items",
    "create_template",
    "edit_item",
    "ensure_default",
    "order_items",
    "remove_item",
]
