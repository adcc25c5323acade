"""How much a field is used."""

from customfields.models import Field, Kind
from customfields.selectors import tables

MANY = 1000


def usage(kind: str, field: Field) -> int:
    """How many items have a value, counted in the index up to MANY + 1."""
    table = tables().get(kind)
    if table is None:
        return 0
    rows = table._default_manager.filter(field=field)
    if field.kind == Kind.MULTI:
        rows = rows.filter(place=0)  # the other types have one row an item
    return len(rows.order_by().values_list("text", flat=True)[: MANY + 1])
