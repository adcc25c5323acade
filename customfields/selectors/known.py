"""Fields by themselves."""

from collections.abc import Iterable

from django.http import Http404

from customfields.models import Field


def field_for(field_id: int) -> Field:
    """Raises Http404. Fields are for administrators; the caller has checked that."""
    found = Field.objects.filter(pk=field_id, is_active=True).first()
    if found is None:
        raise Http404
    return found


def fields(kinds: Iterable[str] = (), *, searchable: bool = False) -> list[Field]:
    """All fields in use, by name."""
    rows = Field.objects.filter(is_active=True).order_by("name")
    if kinds:
        rows = rows.filter(kind__in=list(kinds))
    return list(rows.filter(is_searchable=True) if searchable else rows)
