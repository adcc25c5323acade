"""`{% field form.name %}`: label, control, hint or error, wired together for readers of every kind."""

from typing import Any

from django import forms
from django.forms.boundfield import BoundField, BoundWidget
from django.template.loader import render_to_string
from django.utils.functional import Promise
from django.utils.safestring import SafeString

CONTROLS: tuple[tuple[type[forms.Widget], str], ...] = (
    (forms.CheckboxSelectMultiple, "checks"),
    (forms.RadioSelect, "picks"),
    (forms.CheckboxInput, "check"),
    (forms.PasswordInput, "secret"),
    (forms.SelectMultiple, "select"),
    (forms.Select, "select"),
    (forms.ClearableFileInput, "file"),
    (forms.FileInput, "file"),
)

CHOICES = ("checks", "picks")


def _kind(widget: forms.Widget) -> str:
    return next((kind for cls, kind in CONTROLS if isinstance(widget, cls)), "input")


def _attributes(bound: BoundField, kind: str, extra: dict[str, str]) -> dict[str, Any]:
    css = {"select": "form-select", "check": "form-check-input"}.get(kind, "form-control")
    own = str(bound.field.widget.attrs.get("class", ""))
    found = {"class": " ".join(filter(None, (css, own, extra.pop("input_class", ""))))}
    if bound.errors:
        found["class"] += " is-invalid"
        found["aria-invalid"] = "true"
        if next(other.name for other in bound.form if other.errors) == bound.name:
            found["autofocus"] = "autofocus"
    if bound.errors:
        found["aria-describedby"] = f"{bound.auto_id}_error"
    elif bound.help_text:
        found["aria-describedby"] = f"{bound.auto_id}_hint"
    return {**found, **{name.replace("_", "-"): value for name, value in extra.items()}}


def _choices(bound: BoundField) -> list[tuple[BoundWidget, str]]:
    """Each choice with its second line."""
    hints = getattr(bound.field, "choice_hints", {})
    return [(choice, hints.get(choice.data["value"], "")) for choice in bound.subwidgets]


def field(
    bound: BoundField,
    extra: str = "",
    label: str | Promise = "",
    hint: str | Promise = "",
    row: bool = False,
    **attributes: str,
) -> SafeString:
    """Draws a form field.

    `extra` adds classes to the wrapper (`all`: both columns), `row` draws a checkbox as a settings row.
    Other names become attributes of the control, `_` written as `-`: `data_pick="tags"`, `rows="4"`.
    Radio choices take their second line from `choice_hints` (value to text) on the form field.
    """
    if bound.is_hidden:
        return SafeString(f"{bound.as_hidden()}")
    kind = _kind(bound.field.widget)
    if hint:
        bound.help_text = str(hint)
    attrs = _attributes(bound, kind, attributes)
    several = kind in CHOICES
    values = {
        "bound": bound,
        "kind": kind,
        "row": row and kind == "check",
        "label": label or bound.label,
        "hint": bound.help_text,
        "extra": extra,
        "control": "" if several else bound.as_widget(attrs=attrs),
        "choices": _choices(bound) if several else [],
        "focus": "autofocus" in attrs,
    }
    return render_to_string("components/field.html", values)


def form_errors(form: forms.BaseForm) -> SafeString:
    """What is wrong with the form as a whole."""
    return render_to_string("components/form_errors.html", {"errors": form.non_field_errors()})
