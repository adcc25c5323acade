"""A template's line as forms and pages take it, and what a provider may change in it for one customer."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal

Viewer = Literal["user", "agent"]
Step = Literal["pre", "regular"]


@dataclass(frozen=True, slots=True)
class FormItem:
    field_id: int
    name: str
    label: str
    kind: str
    options: tuple[str, ...] = ()
    help: str = ""
    is_searchable: bool = True
    step: str = "regular"
    user_sees: bool = True
    user_must: bool = False
    agent_sees: bool = True
    agent_must: bool = False
    close_must: bool = False

    @property
    def key(self) -> str:
        """Its name in forms."""
        return f"cf_{self.field_id}"

    def seen_by(self, viewer: Viewer) -> bool:
        return self.user_sees if viewer == "user" else self.agent_sees

    def wanted_from(self, viewer: Viewer) -> bool:
        return self.seen_by(viewer) and (self.user_must if viewer == "user" else self.agent_must)


@dataclass(frozen=True, slots=True)
class FieldChange:
    """What a provider changes in the field of that name; None leaves what the template says."""

    name: str
    step: Step | None = None
    options: tuple[str, ...] | None = None
    required: bool | None = None
    visible: bool | None = None


def _changed(item: FormItem, change: FieldChange, viewer: Viewer) -> FormItem:
    if change.step is not None:
        item = replace(item, step=change.step)
    if change.options is not None:
        item = replace(item, options=change.options)
    sees, must = item.seen_by(viewer), item.user_must if viewer == "user" else item.agent_must
    sees = sees if change.visible is None else change.visible
    must = must if change.required is None else change.required
    if viewer == "user":
        return replace(item, user_sees=sees, user_must=must)
    return replace(item, agent_sees=sees, agent_must=must)


def with_changes(
    items: Iterable[FormItem], changes: Iterable[FieldChange], viewer: Viewer = "user"
) -> tuple[FormItem, ...]:
    """The items as they are for one customer. Names count letter for letter; unknown ones do nothing."""
    by_name: dict[str, list[FieldChange]] = {}
    for change in changes:
        by_name.setdefault(change.name, []).append(change)
    done = []
    for item in items:
        for change in by_name.get(item.name, ()):
            item = _changed(item, change, viewer)
        done.append(item)
    return tuple(done)
