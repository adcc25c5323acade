"""Departments and groups as the wizard shows them: what is saved, or a proposal to start from."""

from dataclasses import dataclass, field

from organization.models import Brand
from organization.selectors import tree
from wizards.selectors.starts import STARTS


@dataclass
class DraftGroup:
    """`id` 0: not saved yet."""

    name: str
    id: int = 0
    error: str = ""


@dataclass
class DraftDepartment:
    """`front` is the place of its front line among `groups`."""

    name: str
    brand_id: int
    groups: list[DraftGroup] = field(default_factory=list)
    front: int = 0
    id: int = 0
    error: str = ""

    @property
    def is_blank(self) -> bool:
        """Nothing was entered: it need not be kept."""
        return not self.id and not self.name and not any(group.name for group in self.groups)


def saved() -> list[DraftDepartment]:
    """What is in use, brand by brand."""
    found = []
    for brand in tree():
        for department in brand.departments.all():
            if not department.is_active:
                continue
            groups = [group for group in department.groups.all() if group.is_active]
            places = [group.pk for group in groups]
            front = places.index(department.front_line_id) if department.front_line_id in places else 0
            drafts = [DraftGroup(group.name, group.pk) for group in groups]
            found.append(DraftDepartment(department.name, brand.pk, drafts, front, department.pk))
    return found


def proposed(start: str, brand: Brand | None) -> list[DraftDepartment]:
    """The departments of a company of this kind, not saved; one without a name for an unknown kind."""
    brand_id = brand.pk if brand else 0
    for known in STARTS:
        if known.key == start and known.places:
            return [
                DraftDepartment(str(name), brand_id, [DraftGroup(str(group)) for group in groups])
                for name, groups in known.places
            ]
    return [DraftDepartment("", brand_id, [DraftGroup("")])]
