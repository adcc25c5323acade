"""Every change of brands, departments, groups and memberships, one verb each."""

from organization.services.brands import create_brand, disable_brand, edit_brand, enable_brand
from organization.services.departments import (
    create_department,
    disable_department,
    edit_department,
    enable_department,
    move_department,
    set_front_line,
)
from organization.services.fields import (
    add_line,
    copy_lines,
    own_template,
    save_brand_values,
    save_group_values,
    shared_template,
)
from organization.services.groups import create_group, disable_group, enable_group, rename_group
from organization.services.members import add_member, edit_member, remove_member
from organization.services.receiving import set_receiving, set_receiving_in

__all__ = [
    "add_line",
    "add_member",
    "copy_lines",
    "create_brand",
    "create_department",
    "create_group",
    "disable_brand",
    "disable_department",
    "disable_group",
    "edit_brand",
    "edit_department",
    "edit_member",
    "enable_brand",
    "enable_department",
    "enable_group",
    "move_department",
    "own_template",
    "remove_member",
    "rename_group",
    "save_brand_values",
    "save_group_values",
    "set_front_line",
    "set_receiving",
    "set_receiving_in",
    "shared_template",
]
