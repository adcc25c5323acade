"""What is noted of brands and groups."""

from customfields.items import FormItem
from customfields.models import Template
from customfields.selectors import Stored, items_of, values_of
from organization.models import Brand, BrandValue, Group, GroupValue

Asked = tuple[tuple[FormItem, ...], dict[int, Stored]]


def asked_of_brand(brand: Brand) -> Asked:
    """What is noted of brands, and what this one has."""
    items = items_of(None, Template.Of.BRAND)
    return items, values_of(BrandValue, brand) if items else {}


def asked_of_group(group: Group) -> Asked:
    """What is noted of groups, and what this one has."""
    items = items_of(None, Template.Of.GROUP)
    return items, values_of(GroupValue, group) if items else {}
