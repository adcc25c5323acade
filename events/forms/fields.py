"""What can be asked of an event's keys: kinds, comparisons, and the values somebody registered."""

from dataclasses import dataclass, field

from django.utils.translation import gettext_lazy as _

from common.text import Text
from events.evaluator import operators_for
from events.forms.labels import TIME, WEEKDAY, WEEKDAYS, key_label
from events.registry import EventType, RuleScope, values_of

SEVERAL = frozenset(["one_of", "none_of"])
WITHOUT_VALUE = frozenset(["empty", "not_empty"])

Choices = list[tuple[str, str]]
Groups = list[tuple[Text, Choices]]


@dataclass(slots=True)
class Fields:
    """The keys of one event for one reader; registered values are asked for once a page."""

    event: EventType | None
    scope: RuleScope
    _choices: dict[str, Choices] = field(default_factory=dict)

    def kind(self, key: str) -> str:
        """The kind of a key, "" when the event does not have it."""
        if key in {TIME, WEEKDAY}:
            return key
        keys = self.event.keys if self.event else ()
        return next((one.kind for one in keys if one.name == key), "")

    def choices(self, key: str) -> Choices:
        """What a key can be; empty where anything can be typed."""
        if key not in self._choices:
            self._choices[key] = self._ask(key)
        return self._choices[key]

    def _ask(self, key: str) -> Choices:
        if key == WEEKDAY:
            return [(value, str(label)) for value, label in WEEKDAYS]
        if self.kind(key) == "bool":
            return [("1", str(_("yes"))), ("0", str(_("no")))]
        values = values_of(key)
        if values is None or self.kind(key) not in {"id", "choice", "text"}:
            return []
        return [(str(value), str(label)) for value, label in values.choices(self.scope)]

    def operators(self, key: str) -> tuple[str, ...]:
        """The comparisons that fit a key."""
        kind = self.kind(key)
        return operators_for(kind, key) if kind else ()

    def grouped(self) -> Groups:
        """All keys for the picker: what people ask for first, then time, then plain numbers of things."""
        keys = self.event.keys if self.event else ()
        plain = [key for key in keys if key.kind == "id" and values_of(key.name) is None]
        names = [
            key for key in keys if key.name.endswith("Name") and values_of(f"{key.name[:-4]}Id") is not None
        ]
        first = [key for key in keys if key not in plain and key not in names]
        return [
            (_("What happened"), [(key.name, str(key_label(key.name))) for key in first]),
            (_("When"), [(key, str(key_label(key))) for key in (TIME, WEEKDAY)]),
            *([(_("By name or number"), [(key.name, str(key_label(key.name))) for key in (*names, *plain)])]
              if names or plain else []),
        ]  # fmt: skip
