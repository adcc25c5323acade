"""The field that is open beside the lines."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from customfields.models import Item, Kind
from organization.selectors.fields import Place


def _languages() -> dict[str, Any]:
    """All but the first, which is the language of `label` itself."""
    return dict(settings.LANGUAGES[1:])


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
