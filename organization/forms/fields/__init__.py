"""The page of a template: its lines, and the field that is open beside them."""

from organization.forms.fields.field import FieldForm
from organization.forms.fields.lines import Box, Line, LinesForm, boxes_of
from organization.forms.fields.new import NewLineForm

__all__ = ["Box", "FieldForm", "Line", "LinesForm", "NewLineForm", "boxes_of"]
