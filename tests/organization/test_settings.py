"""The settings pages of brands, departments, groups and options."""

from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from common import options
from organization.models import Brand, Department, Group, Membership
from tests.factories.accounts import AgentFactory, CustomerFactory, administrator, manager, named
from tests.factories.organization import BrandFactory, DepartmentFactory, works_in
from tests.factories.tickets import TicketFactory
from tickets.permissions import CUSTOMERS_MAY_CLOSE


@pytest.fixture
def department(db: None) -> Department:
    return DepartmentFactory.create(brand=BrandFactory.create(host=None, is_default=True), name="Support")


@pytest.fixture
def admin(client: Client, department: Department) -> User:
    person = administrator()
    client.force_login(person)
    return person


def paths(department: Department) -> list[str]:
    ends = [
        "brands",
        "brands/new",
        f"brands/{department.brand_id}",
        "departments",
        f"departments/{department.pk}",
    ]
    return [f"/settings/{end}" for end in [*ends, f"groups/{department.front_line_id}", "options"]]


def test_only_administrators_come_in(client: Client, department: Department) -> None:
    people = [named(AgentFactory, "Ann"), manager(), named(CustomerFactory, "Cleo")]
    for path in paths(department):
        client.logout()
        assert client.get(path)["Location"].startswith("/login")
        for person in people:
            client.force_login(person)
            assert client.get(path).status_code == 404, (path, person.name)


def test_every_page_is_drawn(client: Client, admin: User, department: Department) -> None:
    for path in ["/settings/", *paths(department)]:
        assert client.get(path).status_code == 200, path


def test_a_brand_is_made_and_a_weak_colour_told(client: Client, admin: User) -> None:
    data = {"name": "Skiff", "host": "skiff.localhost", "colour": "#7b7b7b", "language": "en"}
    page = client.post("/settings/brands/new", data, follow=True).content.decode()
    assert "is shown as" in page or "pages show it as" in page
    brand = Brand.objects.get(name="Skiff")
    css = client.get("/brand.css", headers={"host": "skiff.localhost"}).content.decode()
    assert "--brand:" in css
    assert brand.colour not in css
    refused = client.post("/settings/brands/new", data)
    assert refused.status_code == 422
    assert "There is a brand of this name already" in refused.content.decode()


def test_names_are_changed_where_they_stand(client: Client, admin: User, department: Department) -> None:
    fragment: dict[str, Any] = {"headers": {"HX-Request": "true"}}
    DepartmentFactory.create(brand=department.brand, name="Sales")
    address = f"/settings/departments/{department.pk}"
    done = client.post(f"{address}/rename", {"name": "Help"}, **fragment)
    assert done.status_code == 200
    assert "<html" not in done.content.decode()
    taken = client.post(f"{address}/rename", {"name": "sales"}, **fragment)
    assert taken.status_code == 422
    assert "already" in taken.content.decode()
    assert Department.objects.get(pk=department.pk).name == "Help"
    client.post(f"{address}/group", {"name": "Servers"})
    group = Group.objects.get(name="Servers")
    client.post(f"/settings/groups/{group.pk}/front")
    assert Department.objects.get(pk=department.pk).front_line == group
    assert client.post(f"{address}/nonsense").status_code == 404
    assert client.get(f"{address}/rename").status_code == 405


def test_a_group_with_open_tickets_says_why_it_stays(
    client: Client, admin: User, department: Department
) -> None:
    TicketFactory.create(department=department)
    answer = client.post(f"/settings/departments/{department.pk}/off")
    assert answer.status_code == 422
    assert "open ticket" in answer.content.decode()


def test_members_come_change_and_go(client: Client, admin: User, department: Department) -> None:
    assert department.front_line is not None
    ann = named(AgentFactory, "Ann")
    address = f"/settings/groups/{department.front_line_id}"
    client.post(f"{address}/members", {"agent": ann.pk})
    one = Membership.objects.get(agent=ann)
    data = {
        f"m{one.pk}-{name}": value
        for name, value in {"ticket_limit": 9, "chat_limit": 1, "weight": 2}.items()
    }
    client.post(f"{address}/members/{one.pk}", data)
    one.refresh_from_db()
    assert (one.ticket_limit, one.weight, one.receives_chats) == (9, 2, False)
    assert client.post(f"{address}/members/{one.pk}", data | {f"m{one.pk}-weight": 0}).status_code == 422
    client.post(f"{address}/members/{one.pk}/remove")
    assert not Membership.objects.exists()


def test_a_membership_of_another_group_is_not_there(
    client: Client, admin: User, department: Department
) -> None:
    other = DepartmentFactory.create()
    assert other.front_line is not None
    ann = works_in(named(AgentFactory, "Ann"), other.front_line)
    one = Membership.objects.get(agent=ann)
    assert (
        client.post(f"/settings/groups/{department.front_line_id}/members/{one.pk}/remove").status_code == 404
    )


def test_options_are_kept(client: Client, admin: User) -> None:
    client.post("/settings/options", {"change_passwords": "on"})
    assert options.get(CUSTOMERS_MAY_CLOSE) is False
    client.post("/settings/options", {"change_passwords": "on", "may_close": "on"})
    assert options.get(CUSTOMERS_MAY_CLOSE) is True


def test_two_brands_by_host_name(client: Client, department: Department) -> None:
    DepartmentFactory.create(brand=BrandFactory.create(name="Lemon", host="lemon.localhost"), name="Fruit")
    assert "Support" in client.get("/").content.decode()
    lemon = client.get("/", headers={"host": "lemon.localhost"}).content.decode()
    assert "Fruit" in lemon
    assert "Support" not in lemon
