"""A template as a form: who is asked for what, in which step, and what a provider changes."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from django import forms
from django.utils import timezone

from customfields.forms import build, read
from customfields.items import FieldChange, FormItem
from customfields.models import Kind

ITEMS = (
    FormItem(1, "Domain", "Domain", Kind.TEXT, step="pre", user_must=True),
    FormItem(2, "Product", "Product", Kind.CHOICE, ("VPS 4", "VPS 8"), step="regular"),
    FormItem(3, "Cause", "Cause", Kind.CHOICE, ("Ours",), user_sees=False, user_must=True, agent_must=True),
    FormItem(4, "Contract", "Contract", Kind.HIDDEN, agent_sees=False),
)


def filled(item: FormItem, data: Any, **more: Any) -> forms.Form:
    made: forms.Form = type("Made", (forms.Form,), build((item,), **more))(
        {item.key: data} if data is not None else {}
    )
    return made


def labels(field: forms.Field) -> list[str]:
    assert isinstance(field.widget, forms.Select)
    return [str(label) for _value, label in field.widget.choices]


def names(**more: Any) -> list[str]:
    return list(build(ITEMS, **more))


def test_each_step_asks_its_own() -> None:
    assert names() == ["cf_1", "cf_2", "cf_4"]
    assert names(step="pre") == ["cf_1"]
    assert names(step="regular") == ["cf_2", "cf_4"]
    assert names(viewer="agent") == ["cf_1", "cf_2", "cf_3"]


def test_nobody_must_fill_in_what_they_do_not_see() -> None:
    made = build(ITEMS)
    assert [made[name].required for name in made] == [True, False, False]
    assert build(ITEMS, viewer="agent")["cf_3"].required


def test_a_hidden_field_is_hidden_from_users_only() -> None:
    assert isinstance(build(ITEMS)["cf_4"].widget, forms.HiddenInput)
    shown = build((FormItem(4, "Contract", "Contract", Kind.HIDDEN),), viewer="agent")["cf_4"]
    assert not isinstance(shown.widget, forms.HiddenInput)


def test_pick_one_is_first_and_never_a_value() -> None:
    item = ITEMS[1]
    field = build((item,))["cf_2"]
    assert labels(field) == ["Pick one…", "VPS 4", "VPS 8"]
    form = filled(item, "")
    assert form.is_valid()
    assert read(form.cleaned_data, (item,)) == {2: None}
    assert not filled(item, "Pick one…").is_valid()


def test_what_is_chosen_stays_though_it_is_no_entry_any_more() -> None:
    form = filled(ITEMS[1], "VPS 2", initial={2: "VPS 2"})
    assert form.is_valid()
    assert not filled(ITEMS[1], "VPS 2").is_valid()


def test_a_provider_changes_step_entries_must_and_sight() -> None:
    changes = (
        FieldChange("Product", step="pre", options=("Only this",), required=True),
        FieldChange("Domain", visible=False),
        FieldChange("Cause", visible=True, required=False),
        FieldChange("cause", visible=False),
        FieldChange("Nobody has this", required=True),
    )
    made = build(ITEMS, step="pre", changes=changes)
    assert list(made) == ["cf_2"]
    assert made["cf_2"].required
    assert labels(made["cf_2"]) == ["Pick one…", "Only this"]
    assert list(build(ITEMS, step="regular", changes=changes)) == ["cf_3", "cf_4"]
    assert not build(ITEMS, step="regular", changes=changes)["cf_3"].required
    assert list(build(ITEMS, viewer="agent", changes=changes)) == ["cf_2", "cf_3"]


@pytest.mark.parametrize(
    ("kind", "typed", "value"),
    [
        (Kind.TEXT, "  北京 ", "北京"),
        (Kind.TEXTAREA, "a\nb", "a\nb"),
        (Kind.NUMBER, "12,50", Decimal("12.5")),
        (Kind.NUMBER, "-3", Decimal(-3)),
        (Kind.DATE, "2026-03-31", date(2026, 3, 31)),
        (Kind.DATETIME, "2026-03-31T14:30", datetime(2026, 3, 31, 12, 30, tzinfo=UTC)),
        (Kind.BOOL, "on", True),
        (Kind.MULTI, ["b", "a"], ("b", "a")),
        (Kind.MULTI, [], None),
        (Kind.URL, "example.com/a", "https://example.com/a"),
        (Kind.EMAIL, "ann@example.org", "ann@example.org"),
        (Kind.TEXT, "   ", None),
        (Kind.DATE, "", None),
        (Kind.NUMBER, "", None),
    ],
)
def test_what_is_typed_becomes_a_value(kind: str, typed: Any, value: Any) -> None:
    item = FormItem(7, "It", "It", kind, ("a", "b"))
    with timezone.override("Europe/Berlin"):
        form = filled(item, typed)
        assert form.is_valid(), form.errors
        assert read(form.cleaned_data, (item,)) == {7: value}


@pytest.mark.parametrize(
    ("kind", "typed"),
    [
        (Kind.NUMBER, "a dozen"),
        (Kind.DATE, "31.02.2026"),
        (Kind.DATETIME, "noon"),
        (Kind.CHOICE, "c"),
        (Kind.MULTI, ["a", "c"]),
        (Kind.URL, "ftp://example.com"),
        (Kind.URL, "javascript:alert(1)"),
        (Kind.EMAIL, "ann@"),
        (Kind.TEXT, "x" * 1001),
    ],
)
def test_wrong_input_is_told_at_its_field(kind: str, typed: Any) -> None:
    form = filled(FormItem(7, "It", "It", kind, ("a", "b")), typed)
    assert list(form.errors) == ["cf_7"]


@pytest.mark.parametrize("kind", [Kind.CHOICE, Kind.MULTI, Kind.BOOL, Kind.TEXT, Kind.NUMBER])
def test_what_must_be_filled_in_is_asked_for_in_words(kind: str) -> None:
    form = filled(FormItem(7, "It", "It", kind, ("a",), user_must=True), None)
    assert form.errors["cf_7"][0] in {"Pick what fits.", "Tick this to go on.", "Fill this in."}
