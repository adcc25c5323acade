"""Templates, fields and values as others read them; each a single statement however many fields there are."""

from customfields.selectors.finding import owners_with, searched, tables
from customfields.selectors.known import field_for, fields
from customfields.selectors.names import Named, by_names, name_texts, read_names, texts_by_name
from customfields.selectors.stored import Stored, values_of, values_of_many
from customfields.selectors.templates import default_template, form_item, items_of, lines_of

__all__ = [
    "Named",
    "Stored",
    "by_names",
    "default_template",
    "field_for",
    "fields",
    "form_item",
    "items_of",
    "lines_of",
    "name_texts",
    "owners_with",
    "read_names",
    "searched",
    "tables",
    "texts_by_name",
    "values_of",
    "values_of_many",
]
