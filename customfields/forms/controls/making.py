"""A form field for each type."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from customfields.forms.controls.lists import choice_field, multi_field
from customfields.forms.controls.numbers import number_field
from customfields.forms.controls.plain import (
    bool_field,
    date_field,
    datetime_field,
    email_field,
    text_field,
    textarea_field,
    url_field,
)
from customfields.items import FormItem, Viewer
from customfields.models import Kind

_MAKERS: dict[str, Callable[[FormItem, dict[str, Any]], forms.Field]] = {
    Kind.TEXT: text_field,
    Kind.HIDDEN: text_field,
    Kind.TEXTAREA: textarea_field,
    Kind.NUMBER: number_field,
    Kind.DATE: date_field,
    Kind.DATETIME: datetime_field,
    Kind.BOOL: bool_field,
    Kind.CHOICE: choice_field,
    Kind.MULTI: multi_field,
    Kind.URL: url_field,
    Kind.EMAIL: email_field,
}


def control_for(item: FormItem, viewer: Viewer, initial: Any) -> forms.Field:
    common = {
        "label": item.label,
        "help_text": item.help,
        "required": item.wanted_from(viewer) and item.kind != Kind.HIDDEN,
        "initial": initial,
    }
    made = _MAKERS[item.kind](item, common)
    if item.kind == Kind.HIDDEN and viewer == "user":
        made.widget = forms.HiddenInput()
    made.error_messages["required"] = _needed(item)
    return made


def _needed(item: FormItem) -> str:
    if item.kind in (Kind.CHOICE, Kind.MULTI):
        return _("Pick what fits.")
    if item.kind == Kind.BOOL:
        return _("Tick this to go on.")
    return _("Fill this in.")
