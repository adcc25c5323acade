"""A template as fields of a form. The caller puts them into a form of its own: names are `cf_<field id>`."""

from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from customfields import text
from customfields.errors import CustomFieldsError
from customfields.items import FieldChange, FormItem, Step, Viewer, with_changes
from customfields.models import Kind
from customfields.selectors import Stored

PICK_ONE = gettext_lazy("Pick one…")  # always the first entry, never a value
_LINE, _TEXT = 1000, 10_000


class NumberField(forms.Field):
    """A number as people write it, with a point or a comma."""

    def __init__(self, *, name: str, **kwargs: Any) -> None:
        self.name = name
        super().__init__(widget=forms.TextInput(attrs={"inputmode": "decimal", "dir": "ltr"}), **kwargs)

    def to_python(self, value: Any) -> Decimal | None:
        clean = str(value if value is not None else "").strip()
        if not clean:
            return None
        try:
            return text.number(self.name, clean)
        except CustomFieldsError as error:
            raise ValidationError(str(error.message), code="invalid") from error

    def prepare_value(self, value: Any) -> Any:
        return format(text.plain(value), "f") if isinstance(value, Decimal) else value


def _text(item: FormItem, common: dict[str, Any]) -> forms.Field:
    return forms.CharField(max_length=_LINE, **common)


def _textarea(item: FormItem, common: dict[str, Any]) -> forms.Field:
    return forms.CharField(max_length=_TEXT, widget=forms.Textarea(attrs={"rows": 4}), **common)


def _number(item: FormItem, common: dict[str, Any]) -> forms.Field:
    return NumberField(name=item.label, **common)


def _date(item: FormItem, common: dict[str, Any]) -> forms.Field:
    return forms.DateField(widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **common)


def _datetime(item: FormItem, common: dict[str, Any]) -> forms.Field:
    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    return forms.DateTimeField(widget=widget, **common)


def _bool(item: FormItem, common: dict[str, Any]) -> forms.Field:
    return forms.BooleanField(**common)


def _entries(item: FormItem, initial: Any) -> list[tuple[str, str]]:
    """The entries, and what is chosen already though it is no entry any more: editing must not lose it."""
    chosen = (
        text.entries(initial) if initial and not isinstance(initial, str) else (initial,) if initial else ()
    )
    return [(one, one) for one in dict.fromkeys([*item.options, *map(str, chosen)])]


def _choice(item: FormItem, common: dict[str, Any]) -> forms.Field:
    return forms.ChoiceField(choices=[("", PICK_ONE), *_entries(item, common["initial"])], **common)


def _multi(item: FormItem, common: dict[str, Any]) -> forms.Field:
    widget = forms.CheckboxSelectMultiple()
    return forms.MultipleChoiceField(choices=_entries(item, common["initial"]), widget=widget, **common)


def _url(item: FormItem, common: dict[str, Any]) -> forms.Field:
    widget = forms.URLInput(attrs={"dir": "ltr"})
    checks = [URLValidator(schemes=["http", "https"])]
    return forms.URLField(assume_scheme="https", max_length=_LINE, widget=widget, validators=checks, **common)


def _email(item: FormItem, common: dict[str, Any]) -> forms.Field:
    return forms.EmailField(max_length=254, widget=forms.EmailInput(attrs={"dir": "ltr"}), **common)


_MAKERS: dict[str, Callable[[FormItem, dict[str, Any]], forms.Field]] = {
    Kind.TEXT: _text,
    Kind.HIDDEN: _text,
    Kind.TEXTAREA: _textarea,
    Kind.NUMBER: _number,
    Kind.DATE: _date,
    Kind.DATETIME: _datetime,
    Kind.BOOL: _bool,
    Kind.CHOICE: _choice,
    Kind.MULTI: _multi,
    Kind.URL: _url,
    Kind.EMAIL: _email,
}


def _make(item: FormItem, viewer: Viewer, initial: Any) -> forms.Field:
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


def shown(
    items: Iterable[FormItem],
    viewer: Viewer = "user",
    step: Step | None = None,
    changes: Iterable[FieldChange] = (),
) -> tuple[FormItem, ...]:
    """The items a viewer gets to fill in, in this step or in both."""
    return tuple(
        item
        for item in with_changes(items, changes, viewer)
        if item.seen_by(viewer)
        and (step is None or item.step == step)
        and (viewer == "agent" or item.step != "none")
    )


def build(
    items: Iterable[FormItem],
    viewer: Viewer = "user",
    step: Step | None = None,
    initial: Mapping[int, Any] | None = None,
    changes: Iterable[FieldChange] = (),
) -> dict[str, forms.Field]:
    """Fields for a form by name. `initial` holds values by field id.

    A user is asked only for what they see and what has a step; agents see all at once (`step=None`).
    """
    values = initial or {}
    return {
        item.key: _make(item, viewer, values.get(item.field_id))
        for item in shown(items, viewer, step, changes)
    }


class FieldsForm(forms.Form):
    """The fields of a template as a form of its own, beside another one on the same page."""

    def __init__(
        self, items: Iterable[FormItem], stored: Mapping[int, Stored], data: Any = None, *, viewer: Viewer
    ) -> None:
        super().__init__(data)
        self._items = tuple(items)
        initial = {field_id: one.value for field_id, one in stored.items()}
        self.fields |= build(self._items, viewer, initial=initial)

    @property
    def values(self) -> dict[int, Any]:
        """Of a valid form, by field id."""
        return read(self.cleaned_data, self._items)


def read(cleaned: Mapping[str, Any], items: Iterable[FormItem]) -> dict[int, Any]:
    """Field id → value of what the form asked for; None where nothing was filled in."""
    found: dict[int, Any] = {}
    for item in items:
        if item.key in cleaned:
            value = cleaned[item.key]
            if item.kind == Kind.MULTI:
                value = tuple(value or ()) or None
            found[item.field_id] = None if value == "" else value
    return found
