"""A ticket that is being written on the portal: what its pages have asked, carried by the form itself."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cached_property
from typing import Any, Literal

from django.http import HttpRequest, QueryDict

from accounts.models import User
from customfields import text
from customfields.forms import build, read
from customfields.items import FieldChange, FormItem, with_changes
from organization.models import Department
from providers.selectors import login_name
from tickets.forms.portal import PARTS, SubmitForm
from tickets.selectors.asked import items_by_department
from tickets.services import steps
from tickets.services.steps import StepAnswer, StepQuestion

Page = Literal["all", "department", "question", "check"]
_CUSTOM = re.compile(r"cf_\d{1,10}")
_CARRIED = frozenset({"department", "name", "email", "subject", "message", "website"})
_PARTS: dict[Page, Sequence[str]] = {
    "all": PARTS,
    "department": ("department",),
    "question": ("question",),
    "check": (),
}


class Draft:
    """One request's view of it. A provider is asked at most once a step, also over several requests."""

    def __init__(self, request: HttpRequest, departments: list[Department]) -> None:
        self.person = request.user if isinstance(request.user, User) else None
        self.data = request.POST if request.method == "POST" else _from_address(request)
        self.departments = departments
        self._items = items_by_department(departments)

    @cached_property
    def department(self) -> Department | None:
        """The chosen one; the only one needs no choice."""
        if len(self.departments) == 1:
            return self.departments[0]
        wanted = self.data.get("department", "")
        return next((one for one in self.departments if str(one.pk) == wanted), None)

    @property
    def items(self) -> tuple[FormItem, ...]:
        return self._items[self.department.pk] if self.department else ()

    @property
    def is_split(self) -> bool:
        """Something may be asked before the question: then there are several pages."""
        first = (item for items in self._items.values() for item in items if item.step == "pre")
        return steps.is_asked() or any(item.user_sees for item in first)

    @property
    def asks_outside(self) -> bool:
        """Drawing the first page costs a call to a provider."""
        return self.department is not None and steps.is_asked()

    @property
    def asks_anything(self) -> bool:
        return bool(self.first_items or self.second_items)

    @property
    def will_ask(self) -> bool:
        """As far as the first step can tell: the second is asked for only when its page is drawn."""
        return bool(self.first_items or _visible(self.items))

    @property
    def depends_on_department(self) -> bool:
        """The page has to be drawn anew when another department is chosen."""
        return self.is_split or any(_visible(items) for items in self._items.values())

    def _question(self, location: steps.Location, values: dict[str, str]) -> StepQuestion:
        assert self.department is not None
        return StepQuestion(
            location=location,
            login=login_name(self.person) if self.person and steps.is_asked() else "",
            department_id=self.department.pk,
            department=self.department.name,
            values=values,
        )

    @cached_property
    def _first(self) -> tuple[StepAnswer, str]:
        if self.department is None:
            return StepAnswer(), ""
        return steps.answer_to(self._question("PRE", {}), self.data.get("asked_first", ""))

    @cached_property
    def _second(self) -> tuple[StepAnswer, str]:
        """Asked only when the first step is in order."""
        if self.department is None or not self.is_split or not self.first_is_valid:
            return StepAnswer(), ""
        values = read(self.first_form.cleaned_data, self.first_items)
        texts = {item.name: text.show(item, values.get(item.field_id)) for item in self.first_items}
        return steps.answer_to(self._question("REGULAR", texts), self.data.get("asked_second", ""))

    @property
    def first(self) -> StepAnswer:
        return self._first[0]

    @property
    def second(self) -> StepAnswer:
        return self._second[0]

    @property
    def tokens(self) -> list[tuple[str, str]]:
        """What the form has to carry so that nobody is asked again."""
        known = self.__dict__
        found = [("asked_first", "_first"), ("asked_second", "_second")]
        return [(name, known[key][1] if key in known else self.data.get(name, "")) for name, key in found]

    @cached_property
    def first_items(self) -> tuple[FormItem, ...]:
        if not self.is_split:
            return ()
        changed = with_changes(self.items, self.first.changes)
        return tuple(item for item in _visible(changed) if item.step == "pre")

    @cached_property
    def second_items(self) -> tuple[FormItem, ...]:
        """All that is still to be asked: whoever moves a field to the first step now comes too late."""
        late = (replace(one, step=None) if one.step == "pre" else one for one in self.second.changes)
        changes: list[FieldChange] = [*self.first.changes, *late]
        asked = {item.field_id for item in self.first_items}
        return tuple(
            item for item in _visible(with_changes(self.items, changes)) if item.field_id not in asked
        )

    @cached_property
    def first_form(self) -> SubmitForm:
        return self.form("department", bound=True)

    @property
    def first_is_valid(self) -> bool:
        return not self.is_split or (self.first.allowed and self.first_form.is_valid())

    def form(self, page: Page, *, bound: bool) -> SubmitForm:
        """The page's form: with what was sent, and with its errors if it is `bound`."""
        parts = _PARTS[page]
        form = SubmitForm(
            self.data if bound else None,
            departments=self.departments,
            is_guest=self.person is None,
            parts=parts,
            first=build(self.first_items) if page == "department" else {},
            second=build(self.second_items) if "question" in parts else {},
        )
        if not bound:
            form.initial.update(_given(form, self.data))
            if self.department is not None:
                form.initial["department"] = str(self.department.pk)
        elif self.department is not None and "department" in form.fields:
            form.fields["department"].required = len(self.departments) > 1
        return form

    def carried(self, form: SubmitForm) -> list[tuple[str, str]]:
        """What other pages have asked, for hidden fields; files are carried as chips."""
        return [
            (name, value)
            for name, values in self.data.lists()
            if name not in form.fields and (name in _CARRIED or _CUSTOM.fullmatch(name))
            for value in values
        ]


def _visible(items: Iterable[FormItem]) -> tuple[FormItem, ...]:
    return tuple(item for item in items if item.user_sees and item.step != "none")


def _from_address(request: HttpRequest) -> QueryDict:
    """What a link to the form may give."""
    data = QueryDict(mutable=True)
    for name, longest in (("department", 10), ("subject", 255)):
        if request.GET.get(name):
            data[name] = request.GET[name][:longest]
    return data


def _given(form: SubmitForm, data: QueryDict) -> dict[str, Any]:
    """What was sent, for a page without errors."""
    return {
        name: field.widget.value_from_datadict(data, {}, name)
        for name, field in form.fields.items()
        if name in data
    }
