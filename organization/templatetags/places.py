"""Names of places in the tree of departments: where an error belongs."""

from django import template
from django.db.models import Model

register = template.Library()


@register.filter
def place(row: Model, kind: str) -> str:
    """Such as d5 for the department 5."""
    return f"{kind}{row.pk}"
