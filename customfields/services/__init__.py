"""Every change of fields, templates and values."""

from customfields.services.fields import create_field, edit_field
from customfields.services.pages import add_new, save_template
from customfields.services.templates import (
    add_item,
    copy_items,
    create_template,
    edit_item,
    ensure_default,
    order_items,
    remove_item,
)
from customfields.services.values import Change, save, searchable

__all__ = [
    "Change",
    "add_item",
    "add_new",
    "copy_items",
    "create_field",
    "create_template",
    "edit_field",
    "edit_item",
    "ensure_default",
    "order_items",
    "remove_item",
    "save",
    "save_template",
    "searchable",
]
