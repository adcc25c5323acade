"""The cast: Ann and manager Max of Support, Otto of Billing, customer Cleo, stranger Sam, Ada who runs it."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass

import pytest

from accounts.models import Role, RolePermission, User
from common.permissions import all_permissions
from organization.models import Brand, Department, Group, Membership
from tickets import services
from tickets.models import Ticket


@dataclass(frozen=True)
class Cast:
    """Two departments, three groups, and the people of the stories."""

    brand: Brand
    support: Department
    billing: Department
    front: Group
    servers: Group
    invoices: Group
    ann: User
    max: User
    otto: User
    ada: User
    cleo: User
    sam: User


def _person(name: str, *, agent: bool = False, role: str = "") -> User:
    user = User.objects.create_user(
        name.lower(),
        None,
        email=f"{name.lower()}@{'desk' if agent else 'customers'}.example",
        display_name=f"{name} Example",
        is_agent=agent,
    )
    if role:
        user.roles.add(Role.objects.get(builtin=role))
    return user


def _rights() -> None:
    for role in Role.objects.exclude(builtin=""):
        wanted = {item.name for item in all_permissions() if role.builtin in item.defaults}
        have = set(role.permissions.values_list("name", flat=True))
        RolePermission.objects.bulk_create([RolePermission(role=role, name=name) for name in wanted - have])


def _department(brand: Brand, name: str, groups: list[str]) -> tuple[Department, list[Group]]:
    department = Department.objects.create(brand=brand, name=name)
    made = [Group.objects.create(department=department, name=group) for group in groups]
    department.front_line = made[0]
    department.save()
    return department, made


@pytest.fixture
def cast(db: None) -> Cast:
    """The people and where they work."""
    _rights()
    brand = Brand.objects.create(name="Northwind", is_default=True, sender_address="desk@northwind.example")
    support, (front, servers) = _department(brand, "Support", ["Front Line", "Servers"])
    billing, (invoices,) = _department(brand, "Billing", ["Invoices"])
    people = {
        "ann": _person("Ann", agent=True),
        "max": _person("Max", agent=True, role="manager"),
        "otto": _person("Otto", agent=True),
        "ada": _person("Ada", agent=True, role="administrator"),
        "cleo": _person("Cleo"),
        "sam": _person("Sam"),
    }
    for group, name in [(front, "ann"), (front, "max"), (invoices, "otto")]:
        Membership.objects.create(group=group, agent=people[name])
    return Cast(brand, support, billing, front, servers, invoices, **people)


@pytest.fixture
def open_ticket(cast: Cast) -> Callable[..., Ticket]:
    """Opens a ticket by the portal as Cleo; any field of Opening may be given."""

    def make(**fields: object) -> Ticket:
        given: dict[str, object] = {
            "key": f"form:{uuid.uuid4()}",
            "department": cast.support,
            "subject": "Mail bounces",
            "content": services.Content(text="Every second mail comes back."),
            "requester": cast.cleo,
            "source": Ticket.Source.PORTAL,
        }
        requester = fields.get("requester", cast.cleo)
        assert isinstance(requester, User)
        return services.open_ticket(services.Opening(**{**given, **fields}), actor=requester.actor)  # type: ignore[arg-type]  # fields of Opening by name

    return make
