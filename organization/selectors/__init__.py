from organization.selectors.brands import brands, forget_hosts, logo_of, site_for
from organization.selectors.departments import default_department
from organization.selectors.named import department_called, group_called
from organization.selectors.scope import Scope, scope_of
from organization.selectors.tree import (
    all_brands,
    brand_for,
    candidates,
    department_for,
    group_for,
    members,
    membership_for,
    memberships_of,
    tree,
)

__all__ = [
    "Scope",
    "all_brands",
    "brand_for",
    "brands",
    "candidates",
    "default_department",
    "department_called",
    "department_for",
    "forget_hosts",
    "group_called",
    "group_for",
    "logo_of",
    "members",
    "membership_for",
    "memberships_of",
    "scope_of",
    "site_for",
    "tree",
]
