"""Who is asked for what, and what was answered."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms

from customfields.forms.controls import control_for
from customfields.items import FieldChange, FormItem, Step, Viewer, with_changes
from customfields.models import Kind


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
        item.key: control_for(item, viewer, values.get(item.field_id))
        for item in shown(items, viewer, step, changes)
    }


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
