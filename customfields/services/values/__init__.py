"""Values: what changed is written and told, the rest is left alone."""

from customfields.services.values.changes import Change, searchable
from customfields.services.values.rows import INDEXED
from customfields.services.values.writing import save

__all__ = ["INDEXED", "Change", "save", "searchable"]
