"""Changing brands, departments, groups and memberships: what is refused, and what is written down."""

from typing import Any

import pytest

from accounts.models import User
from common.audit import history
from common.colour import contrast, shades
from common.models import SignalRow
from organization import services
from organization.errors import OrganizationError
from organization.models import Brand, Department, Group, Membership
from tests.factories.accounts import AgentFactory, administrator, named
from tests.factories.organization import BrandFactory, DepartmentFactory, GroupFactory, works_in
from tests.factories.tickets import TicketFactory

BRAND: dict[str, Any] = {
    "name": "Northwind",
    "host": "help.northwind.example",
    "colour": "#1F4FBF",
    "base_url": "",
    "language": "en",
    "sender_name": "",
    "sender_address": "",
    "welcome": "",
    "is_default": False,
}


@pytest.fixture
def admin(db: None) -> User:
    return administrator()


def actions(kind: str, item_id: int) -> list[str]:
    return [entry.action for entry in history(kind, item_id)]


def test_the_first_brand_is_the_default(admin: User) -> None:
    first = services.create_brand(actor=admin.actor, **BRAND)
    second = services.create_brand(actor=admin.actor, **BRAND | {"name": "Skiff", "host": "skiff.example"})
    assert (first.is_default, second.is_default, first.colour) == (True, False, "#1f4fbf")
    services.edit_brand(
        brand=second, actor=admin.actor, **BRAND | {"name": "Skiff", "host": "", "is_default": True}
    )
    assert list(Brand.objects.filter(is_default=True)) == [second]
    assert actions("brand", second.pk) == ["brand.created", "brand.changed"]


@pytest.mark.parametrize(
    ("field", "value"), [("name", "northwind"), ("host", "HELP.northwind.example"), ("colour", "blue")]
)
def test_a_brand_is_refused_at_its_field(admin: User, field: str, value: str) -> None:
    services.create_brand(actor=admin.actor, **BRAND)
    fields = BRAND | {"name": "Other", "host": "other.example"} | {field: value}
    with pytest.raises(OrganizationError) as refused:
        services.create_brand(actor=admin.actor, **fields)
    assert refused.value.field == field
    assert Brand.objects.count() == 1


def test_a_logo_is_a_picture(admin: User) -> None:
    with pytest.raises(OrganizationError):
        services.create_brand(actor=admin.actor, logo=b"<svg onload=alert(1)>", **BRAND)
    png = b"\x89PNG\r\n\x1a\n" + b"\0" * 32
    assert services.create_brand(actor=admin.actor, logo=png, **BRAND).logo is not None


@pytest.mark.parametrize(
    "colour", ["#1f4fbf", "#f4c430", "#7b7b7b", "#ffffff", "#000000", "#8a7a00", "#e05a00"]
)
def test_text_on_every_colour_can_be_read(colour: str) -> None:
    found = shades(colour)
    assert contrast(found.fill, found.on) >= 4.5
    assert contrast(found.link, "#ffffff") >= 4.5
    assert contrast(found.link_on_dark, "#121817") >= 4.5


def test_a_department_comes_with_its_front_line(admin: User) -> None:
    department = services.create_department(brand=BrandFactory.create(), name="  Support ", actor=admin.actor)
    assert department.name == "Support"
    assert department.front_line is not None
    assert department.front_line.department == department
    with pytest.raises(OrganizationError):
        services.create_department(brand=department.brand, name="support", actor=admin.actor)


def test_departments_change_places(admin: User) -> None:
    brand = BrandFactory.create()
    made = [services.create_department(brand=brand, name=name, actor=admin.actor) for name in "ABC"]
    services.move_department(department=made[2], up=True, actor=admin.actor)
    services.move_department(department=made[0], up=True, actor=admin.actor)
    assert [row.name for row in Department.objects.filter(brand=brand)] == ["A", "C", "B"]


def test_no_open_ticket_loses_its_home(admin: User) -> None:
    department = DepartmentFactory.create()
    other = GroupFactory.create(department=department)
    ticket = TicketFactory.create(department=department)
    with pytest.raises(OrganizationError, match="front line"):
        services.disable_group(group=ticket.group, actor=admin.actor)
    services.set_front_line(group=other, actor=admin.actor)
    with pytest.raises(OrganizationError, match="1 open ticket"):
        services.disable_group(group=ticket.group, actor=admin.actor)
    with pytest.raises(OrganizationError, match="1 open ticket"):
        services.disable_department(department=department, actor=admin.actor)
    assert Group.objects.get(pk=ticket.group_id).is_active
    type(ticket).objects.filter(pk=ticket.pk).update(shelf=1, status=3)
    services.disable_group(group=ticket.group, actor=admin.actor)
    services.disable_department(department=department, actor=admin.actor)
    assert not Department.objects.get(pk=department.pk).is_active


def test_an_agent_with_open_tickets_stays_in_the_group(admin: User) -> None:
    department = DepartmentFactory.create()
    assert department.front_line is not None
    ann = works_in(named(AgentFactory, "Ann"), department.front_line)
    ticket = TicketFactory.create(department=department, agent=ann)
    membership = Membership.objects.get(agent=ann)
    with pytest.raises(OrganizationError, match="assigned to this agent"):
        services.remove_member(membership=membership, actor=admin.actor)
    type(ticket).objects.filter(pk=ticket.pk).update(shelf=1, status=3)
    services.remove_member(membership=membership, actor=admin.actor)
    assert not Membership.objects.exists()
    assert SignalRow.objects.filter(channel=f"user:{ann.pk}", name="revoke").exists()


def test_member_settings_are_written_down(admin: User) -> None:
    group = GroupFactory.create()
    ann = named(AgentFactory, "Ann")
    membership = services.add_member(group=group, agent=ann, actor=admin.actor)
    services.edit_member(membership=membership, actor=admin.actor, weight=3, ticket_limit=0)
    assert history("group", group.pk).get(action="group.member_changed").data["changed"] == {"weight": [1, 3]}
    services.edit_member(membership=membership, actor=admin.actor, weight=3)
    assert actions("group", group.pk).count("group.member_changed") == 1
