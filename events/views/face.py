"""The editor of a rule as its templates draw it: every field with its choices, value and error."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from common.text import Text
from events.forms.buttons import DEEPEST
from events.forms.draft import ActionDraft, Draft, Node
from events.forms.fields import SEVERAL, WITHOUT_VALUE, Choices, Fields, Groups
from events.forms.labels import TIME, key_label, operator_label
from events.registry import ActionType, Param, RuleScope, action_type, watch_params

INPUTS = {"number": "number", "minutes": "number", "url": "url", "address": "text", "text": "text"}


@dataclass(slots=True)
class Shown:
    """A condition or a group."""

    node: Node
    keys: Groups = field(default_factory=list)
    operators: list[tuple[str, Text]] = field(default_factory=list)
    widget: str = ""
    input: str = "text"
    choices: Choices = field(default_factory=list)
    title: Text = ""
    children: list["Shown"] = field(default_factory=list)
    can_nest: bool = True

    @property
    def first(self) -> str:
        return self.node.values[0] if self.node.values else ""

    @property
    def second(self) -> str:
        return self.node.values[1] if len(self.node.values) > 1 else ""

    @property
    def key_id(self) -> str:
        return f"n{self.node.id}-key"

    @property
    def remove_id(self) -> str:
        return f"n{self.node.id}-remove"

    @property
    def add_id(self) -> str:
        return f"add-to-{self.node.id}"

    @property
    def value_name(self) -> str:
        return f"n{self.node.id}-value"

    @property
    def joiner(self) -> str:
        return _("or") if self.node.mode == "any" else _("and")


def conditions(node: Node, fields: Fields, depth: int = 0) -> Shown:
    """A node and all below it."""
    if node.mode:
        inner = [conditions(child, fields, depth + 1) for child in node.children]
        return Shown(node, children=inner, can_nest=depth + 1 < DEEPEST)
    kind = fields.kind(node.key)
    operators = fields.operators(node.key)
    choices = fields.choices(node.key) if kind else []
    shown = Shown(node, fields.grouped(), title=key_label(node.key) if node.key else _("Condition"))
    if node.key and not kind:
        gone = _("%(name)s (not with this event)") % {"name": key_label(node.key)}
        shown.keys = [(_("What happened"), [(node.key, gone)]), *shown.keys]
    shown.operators = [(op, operator_label(op, kind)) for op in operators]
    if operators and node.op not in operators:
        node.op = operators[0]
    shown.choices = _with_strays(choices, node.values)
    shown.widget, shown.input = _widget(kind, node.op, bool(choices))
    return shown


def _with_strays(choices: Choices, values: list[str]) -> Choices:
    """What was chosen and is gone stays in sight, so that it can be taken out."""
    known = {value for value, _label in choices}
    strays = [value for value in values if value and value not in known] if choices else []
    return [*choices, *((value, _("%(value)s (gone)") % {"value": value}) for value in strays)]


def _widget(kind: str, op: str, has_choices: bool) -> tuple[str, str]:
    if op in WITHOUT_VALUE or not op:
        return "none", "text"
    if op == "between":
        return "pair", {"number": "number", TIME: "time"}.get(kind, "datetime-local")
    if op in SEVERAL:
        return ("many" if has_choices else "words"), "text"
    if op in {"matches", "not_matches"}:
        return "mono", "text"
    if has_choices and kind != "text":
        return "select", "text"
    return {"number": "number", "date": "date", "id": "number"}.get(kind, "text"), "text"


@dataclass(slots=True)
class ShownParam:
    """A field of an action, or of what a rule of time and counts waits for."""

    param: Param
    html_name: str
    values: list[str]
    choices: Choices
    error: str = ""
    wants_focus: bool = False

    kind = property(lambda self: self.param.kind)
    label = property(lambda self: self.param.label)
    help = property(lambda self: self.param.help)
    is_required = property(lambda self: self.param.required)
    input = property(lambda self: INPUTS.get(self.param.kind, "text"))

    @property
    def html_id(self) -> str:
        return self.html_name

    @property
    def value(self) -> str:
        return self.values[0] if self.values else ""

    @property
    def in_short(self) -> str:
        """The value as it is read, a long text left out."""
        if self.kind == "bool":
            return str(self.label) if self.values else ""
        if self.kind == "longtext":
            return ""
        if self.kind == "minutes" and self.value:
            return _("%(n)s min") % {"n": self.value}
        labels = dict(self.choices)
        return ", ".join(labels.get(value, value)[:80] for value in self.values if value)


@dataclass(slots=True)
class ShownAction:
    """An action as a line, with its fields for when it is open."""

    draft: ActionDraft
    kind: ActionType | None
    fields: list[ShownParam]

    @property
    def is_known(self) -> bool:
        return self.kind is not None

    @property
    def label(self) -> Text:
        return self.kind.label if self.kind else _("An action that is not there any more")

    @property
    def icon(self) -> str:
        return self.kind.icon if self.kind else "alert-triangle"

    @property
    def says(self) -> str:
        """What its fields hold, in short."""
        return " · ".join(filter(None, (field.in_short for field in self.fields)))

    @property
    def limits(self) -> str:
        minutes = self.draft.every_minutes
        every = int(minutes) if minutes.isdecimal() else 0
        parts = [_("once for each item")] if self.draft.once else []
        if every:
            parts.append(
                ngettext("at most every minute", "at most every %(n)s minutes", every) % {"n": every}
            )
        return ", ".join(parts)

    @property
    def edit_id(self) -> str:
        return f"a{self.draft.id}-edit"

    @property
    def first_error(self) -> str:
        return self.draft.errors.get("all") or next(iter(self.draft.errors.values()), "")


def shown_actions(drafts: Iterable[ActionDraft], scope: RuleScope, focus: str) -> list[ShownAction]:
    """All actions in order."""
    asked: dict[str, Choices] = {}
    return [_action(draft, scope, focus, asked) for draft in drafts]


def _action(draft: ActionDraft, scope: RuleScope, focus: str, asked: dict[str, Choices]) -> ShownAction:
    kind = action_type(draft.type)
    wants_focus = focus == f"a{draft.id}-first"
    fields = []
    for param in kind.params if kind else ():
        values = draft.values.get(param.name, [])
        choices = _choices_of(param, f"{draft.type}.{param.name}", values, scope, asked)
        name = f"a{draft.id}-p-{param.name}"
        fields.append(ShownParam(param, name, values, choices, draft.errors.get(param.name, ""), wants_focus))
    return ShownAction(draft, kind, fields)


def watched(draft: Draft, scope: RuleScope) -> list[ShownParam]:
    """The fields of an event that is waited for: how long, how many."""
    shown = []
    for param in watch_params(draft.event_id):
        values = draft.watch.get(param.name, [])
        choices = _choices_of(param, param.name, values, scope, {})
        error = draft.errors.get(f"watch-{param.name}", "")
        shown.append(ShownParam(param, f"watch-{param.name}", values, choices, error))
    return shown


def _choices_of(
    param: Param, name: str, values: list[str], scope: RuleScope, asked: dict[str, Choices]
) -> Choices:
    if param.choices is None:
        return []
    if name not in asked:
        asked[name] = [(str(value), str(label)) for value, label in param.choices(scope)]
    return _with_strays(asked[name], values)
