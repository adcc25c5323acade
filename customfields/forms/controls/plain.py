"""Texts, days and addresses."""

from typing import Any

from django import forms
from django.core.validators import URLValidator

from customfields.items import FormItem

_LINE, _TEXT = 1000, 10_000


def text_field(item: FormItem, common: dict[str, Any]) -> forms.Field:
    return forms.CharField(max_length=_LINE, **common)


def textarea_field(item: FormItem, common: dict[str, Any]) -> forms.Field:
    return forms.CharField(max_length=_TEXT, widget=forms.Textarea(attrs={"rows": 4}), **common)


def date_field(item: FormItem, common: dict[str, Any]) -> forms.Field:
    return forms.DateField(widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **common)


def datetime_field(item: FormItem, common: dict[str, Any]) -> forms.Field:
    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    return forms.DateTimeField(widget=widget, **common)


def bool_field(item: FormItem, common: dict[str, Any]) -> forms.Field:
    return forms.BooleanField(**common)


def url_field(item: FormItem, common: dict[str, Any]) -> forms.Field:
    widget = forms.URLInput(attrs={"dir": "ltr"})
    checks = [URLValidator(schemes=["http", "https"])]
    return forms.URLField(assume_scheme="https", max_length=_LINE, widget=widget, validators=checks, **common)


def email_field(item: FormItem, common: dict[str, Any]) -> forms.Field:
    return forms.EmailField(max_length=254, widget=forms.EmailInput(attrs={"dir": "ltr"}), **common)
