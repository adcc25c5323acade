"""A form field for each type."""

from customfields.forms.controls.lists import PICK_ONE
from customfields.forms.controls.making import control_for
from customfields.forms.controls.numbers import NumberField

__all__ = ["PICK_ONE", "NumberField", "control_for"]
