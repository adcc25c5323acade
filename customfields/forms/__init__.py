"""A template as fields of a form. The caller puts them into a form of its own: names are `cf_<field id>`."""

from customfields.forms.asking import build, read, shown
from customfields.forms.beside import FieldsForm
from customfields.forms.controls import PICK_ONE, NumberField

__all__ = ["PICK_ONE", "FieldsForm", "NumberField", "build", "read", "shown"]
