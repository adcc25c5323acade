"""Templates of custom fields as the settings pages show them: whose they are, and what is in them."""

from organization.selectors.fields.lines import fields_outside, line_for, template_lines
from organization.selectors.fields.overview import overview
from organization.selectors.fields.owners import Asked, asked_of_brand, asked_of_group
from organization.selectors.fields.places import IN_STEPS, KINDS, Place, place_for
from organization.selectors.fields.sources import other_templates, source_for, sources
from organization.selectors.fields.usage import MANY, usage

__all__ = [
    "IN_STEPS",
    "KINDS",
    "MANY",
    "Asked",
    "Place",
    "asked_of_brand",
    "asked_of_group",
    "fields_outside",
    "line_for",
    "other_templates",
    "overview",
    "place_for",
    "source_for",
    "sources",
    "template_lines",
    "usage",
]
