"""Every template with the number of its fields."""

from typing import Any

from django.db.models import Count, Q

from customfields.models import Template
from organization.models import Department
from organization.selectors.fields.places import KINDS


def overview() -> list[dict[str, Any]]:
    """Every place with the number of its fields. Two statements."""
    active = Count("items", filter=Q(items__field__is_active=True))
    counts = {row.pk: row for row in Template.objects.annotate(n=active)}
    defaults = {row.default_of: row.n for row in counts.values() if row.default_of}
    rows: list[dict[str, Any]] = [
        {"department": None, **{slug: defaults.get(kind, 0) for slug, kind in KINDS.items()}}
    ]
    departments = Department.objects.select_related("brand").filter(is_active=True)
    for one in departments.order_by("brand__sort", "brand", "sort", "id"):
        ticket, chat = counts.get(one.ticket_template_id or 0), counts.get(one.chat_template_id or 0)
        rows.append(
            {
                "department": one,
                "tickets": None if ticket is None else ticket.n,
                "chats": None if chat is None else chat.n,
            }
        )
    return rows
