"""Fields, the templates that ask for them, and the abstract table of values that each owner app has."""

from customfields.models.field import Field, Kind
from customfields.models.template import Item, Template
from customfields.models.value import Value

__all__ = ["Field", "Item", "Kind", "Template", "Value"]
