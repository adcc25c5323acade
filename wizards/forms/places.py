"""What was entered of departments and groups: read, changed by the page's small buttons, checked."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from wizards.selectors.places import DraftDepartment, DraftGroup

MOST = 60
LONGEST = 80


def _number(text: str | None) -> int:
    return int(text) if text and text.isdigit() and len(text) < 10 else 0


def _name(text: str) -> str:
    return " ".join(text.split())


def read(data: Mapping[str, str]) -> list[DraftDepartment]:
    """`d0` is the first department's name, `d0-g1` its second group's; `-id`, `-brand` and `-front` too."""
    found = []
    for number in range(MOST):
        key = f"d{number}"
        if key not in data:
            continue
        groups = [
            DraftGroup(_name(data[f"{key}-g{place}"]), _number(data.get(f"{key}-g{place}-id")))
            for place in range(MOST)
            if f"{key}-g{place}" in data
        ]
        front = min(_number(data.get(f"{key}-front")), max(0, len(groups) - 1))
        own = _number(data.get(f"{key}-id"))
        found.append(DraftDepartment(_name(data[key]), _number(data.get(f"{key}-brand")), groups, front, own))
    return found


def change(drafts: list[DraftDepartment], deed: str) -> None:
    """A button of the page: `add`, `group-2`, `drop-1`, `drop-1-3`. What is saved already stays."""
    verb, *places = deed.split("-")
    numbers = [_number(place) for place in places]
    if verb == "add":
        drafts.append(DraftDepartment("", drafts[0].brand_id if drafts else 0, [DraftGroup("")]))
    elif verb == "group" and numbers and numbers[0] < len(drafts):
        drafts[numbers[0]].groups.append(DraftGroup(""))
    elif verb == "drop" and numbers and numbers[0] < len(drafts):
        _drop(drafts, numbers)


def _drop(drafts: list[DraftDepartment], numbers: list[int]) -> None:
    draft = drafts[numbers[0]]
    if len(numbers) == 1:
        if not draft.id:
            drafts.remove(draft)
    elif numbers[1] < len(draft.groups) and not draft.groups[numbers[1]].id:
        del draft.groups[numbers[1]]
        draft.front = max(0, draft.front - 1) if draft.front >= numbers[1] else draft.front


def check(drafts: list[DraftDepartment]) -> int:
    """Writes what is wrong at its name, forgets what is blank; how many names are wrong."""
    drafts[:] = [draft for draft in drafts if not draft.is_blank]
    names: set[tuple[int, str]] = set()
    for draft in drafts:
        draft.error = _wrong(draft.name, _("A department needs a name."))
        own = (draft.brand_id, draft.name.casefold())
        if not draft.error and own in names:
            draft.error = _(
                "There is a department “%(name)s” already. Providers find departments by name, "
                "so each needs its own."
            ) % {"name": draft.name}
        names.add(own)
        _check_groups(draft)
    departments = sum(bool(draft.error) for draft in drafts)
    return departments + sum(bool(group.error) for draft in drafts for group in draft.groups)


def _check_groups(draft: DraftDepartment) -> None:
    front = draft.groups[draft.front] if draft.groups else None
    draft.groups = [group for group in draft.groups if group.name or group.id]
    draft.front = draft.groups.index(front) if front in draft.groups else 0
    names: set[str] = set()
    for group in draft.groups:
        group.error = _wrong(group.name, _("A group needs a name."))
        if not group.error and group.name.casefold() in names:
            said = _("There is a group “%(name)s” in this department already.")
            group.error = said % {"name": group.name}
        names.add(group.name.casefold())


def _wrong(name: str, missing: str) -> str:
    if not name:
        return missing
    return _("Eighty characters at most.") if len(name) > LONGEST else ""
