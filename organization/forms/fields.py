"""The page of a template: its lines, and the field that is open beside them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.conf import settings
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from customfields.models import Field, Item, Kind
from customfields.services.fields import LISTS
from organization.selectors.fields import Place

_BOXES = {
    "user_sees": _("users see"),
    "user_must": _("users must"),
    "agent_sees": _("agents see"),
    "agent_must": _("agents must"),
    "close_must": _("to close"),
}


def _languages() -> dict[str, Any]:
    """All but the first, which is the language of `label` itself."""
    return dict(settings.LANGUAGES[1:])


@dataclass(frozen=True, slots=True)
class Box:
    """One check box of a line. One that needs another is of no use while that one is empty."""

    name: str
    label: Any
    is_checked: bool
    needs: str = ""
    is_off: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    item: Item
    boxes: tuple[Box, ...]
    entries: int  # of a drop-down or multi-select; -1: no list


def boxes_of(place: Place) -> tuple[str, ...]:
    """The switches that mean something at this place."""
    users = ("user_sees", "user_must") if place.has_users else ()
    close = ("close_must",) if place.can_close else ()
    return (*users, "agent_sees", "agent_must", *close)


class LinesForm:
    """The boxes of all lines and their order. Whatever is posted is valid: a box is there or not."""

    def __init__(self, place: Place, items: Sequence[Item], data: Mapping[str, str] | None = None) -> None:
        self.place, self.items, self.data = place, items, data

    def _is_checked(self, item: Item, box: str) -> bool:
        return bool(getattr(item, box)) if self.data is None else f"l{item.pk}-{box}" in self.data

    @property
    def order(self) -> list[int]:
        """By the script's list, else by the numbers that were typed."""
        data = self.data or {}
        told = [int(one) for one in data.get("order", "").split(",") if one.strip().isdecimal()]
        if told:
            return told
        places = {}
        for place, item in enumerate(self.items, 1):
            typed = data.get(f"l{item.pk}-place", "")
            new = int(typed) if typed.isdecimal() else place
            # the line that had this place makes room on the side it came from
            places[item.pk] = new + (0.5 if new > place else -0.5 if new < place else 0)
        return sorted(places, key=lambda pk: places[pk])

    @property
    def switches(self) -> dict[int, dict[str, bool]]:
        wanted = boxes_of(self.place)
        return {item.pk: {box: self._is_checked(item, box) for box in wanted} for item in self.items}

    @property
    def lines(self) -> list[Line]:
        wanted = boxes_of(self.place)
        ranks = {pk: rank for rank, pk in enumerate(self.order)}
        lines = []
        for item in sorted(self.items, key=lambda one: ranks.get(one.pk, len(ranks))):
            on = {box: self._is_checked(item, box) for box in wanted}
            boxes = []
            for box in wanted:
                needs = box.replace("must", "sees") if box in ("user_must", "agent_must") else ""
                off = bool(needs) and not on[needs]
                needed = f"l{item.pk}-{needs}" if needs else ""
                boxes.append(Box(f"l{item.pk}-{box}", _BOXES[box], on[box] and not off, needed, off))
            entries = len(item.field.options) if item.field.kind in LISTS else -1
            lines.append(Line(item, tuple(boxes), entries))
        return lines


class FieldForm(forms.Form):
    """The open field. Entries are posted as many `option`s."""

    prefix = "f"

    name = forms.CharField(label=_("Name"), max_length=120)
    label = forms.CharField(
        label=_("Shown to customers as"), max_length=120, required=False, help_text=_("Empty: by its name")
    )
    kind = forms.ChoiceField(label=_("Type"), choices=Kind.choices)
    step = forms.ChoiceField(
        label=_("Asked in"),
        choices=[(Item.Step.PRE, _("First step")), (Item.Step.REGULAR, _("Second step"))],
        widget=forms.RadioSelect,
    )
    help = forms.CharField(label=_("Help under the field"), max_length=200, required=False)
    is_searchable = forms.BooleanField(label=_("Can be searched and filtered"), required=False)

    def __init__(self, place: Place, line: Item, data: Any = None) -> None:
        self.line, self.posted = line, data
        super().__init__(data, initial=_initial(line))
        for control in ("name", "label", "help"):
            self.fields[control].widget.attrs["dir"] = "auto"
        self.fields["name"].help_text = _known_as(line.field.name)
        for code, language in _languages().items():
            told = forms.CharField(label=_labelled(language), max_length=120, required=False)
            told.widget.attrs |= {"dir": "auto", "lang": code}
            self.fields[f"label_{code}"] = told
        hints = {
            Item.Step.PRE: _("with the department, before search"),
            Item.Step.REGULAR: _("with the message"),
        }
        self.fields["step"].choice_hints = hints  # type: ignore[attr-defined]  # read by the `field` tag
        if not place.has_steps:
            del self.fields["step"]

    @property
    def entries(self) -> list[str]:
        if self.posted is not None:
            return [one for one in self.posted.getlist("f-option") if one.strip()]
        return list(self.line.field.options)

    @property
    def translated(self) -> list[Any]:
        """The labels in other languages."""
        return [self[name] for name in self.fields if name.startswith("label_")]

    @property
    def columns(self) -> dict[str, Any]:
        """What the service takes."""
        clean = self.cleaned_data
        kept = ("name", "label", "kind", "help", "is_searchable")
        labels = {code: clean[f"label_{code}"] for code in _languages()}
        return {name: clean[name] for name in kept} | {"labels": labels, "options": self.entries}


def _labelled(language: str) -> str:
    return gettext("The same in %(language)s") % {"language": language}


def _known_as(name: str) -> SafeString:
    said = gettext("Providers and web services know it as {name}, letter for letter. Renaming breaks that.")
    return format_html(said, name=format_html('<bdi class="mono">cf_{}</bdi>', name))


def _initial(line: Item) -> dict[str, Any]:
    field = line.field
    told = {f"label_{code}": word for code, word in field.labels.items()}
    kept = ("name", "label", "kind", "help", "is_searchable")
    step = line.step if line.step in (Item.Step.PRE, Item.Step.REGULAR) else Item.Step.REGULAR
    return {name: getattr(field, name) for name in kept} | told | {"step": step}


class NewLineForm(forms.Form):
    """A field that exists, or a new one."""

    prefix = "new"

    field = forms.TypedChoiceField(
        label=_("A field that exists"), coerce=int, empty_value=None, required=False
    )
    name = forms.CharField(label=_("Or a new one, called"), max_length=120, required=False)
    kind = forms.ChoiceField(label=_("Type"), choices=Kind.choices, initial=Kind.TEXT, required=False)

    def __init__(self, fields: Sequence[Field], data: Any = None) -> None:
        super().__init__(data)
        choice = self.fields["field"]
        assert isinstance(choice, forms.TypedChoiceField)
        choice.choices = [("", _("Pick one…"))] + [
            (one.pk, f"{one.name} ({one.get_kind_display()})") for one in fields
        ]
        self.fields["name"].widget.attrs["dir"] = "auto"

    def clean(self) -> dict[str, Any]:
        clean = self.cleaned_data
        if not clean.get("field") and not clean.get("name", "").strip() and "field" not in self.errors:
            self.add_error("name", _("Pick a field, or write what the new one is called."))
        return clean
