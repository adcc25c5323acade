"""Custom fields of customers, brands and groups, on their own pages."""

import pytest
from django.test import Client

from accounts.models import User, UserValue
from accounts.selectors import customers
from common.actor import SYSTEM
from customfields import services
from customfields.models import Item, Kind, Template
from customfields.selectors import values_of
from organization.models import BrandValue, GroupValue
from tests.factories.accounts import AgentFactory, CustomerFactory, administrator, named
from tests.factories.customfields import line
from tests.factories.organization import BrandFactory, GroupFactory


@pytest.fixture
def cleo(db: None) -> User:
    return named(CustomerFactory, "Cleo")


@pytest.fixture
def asked(db: None) -> dict[str, Item]:
    """Customers give their domains; the level and the contract are the company's business."""
    of = services.ensure_default(kind=Template.Of.CUSTOMER, actor=SYSTEM)
    return {
        "domains": line(of, "Domains", Kind.TEXTAREA, user_must=True),
        "level": line(of, "Level", Kind.CHOICE, options=["Business"], user_sees=False),
        "contract": line(of, "Contract", agent_sees=False, user_sees=False),
    }


def known(user: User) -> dict[str, object]:
    return {one.name: one.value for one in values_of(UserValue, user).values()}


def test_an_agent_notes_what_is_known_of_a_customer(
    client: Client, cleo: User, asked: dict[str, Item]
) -> None:
    client.force_login(administrator())
    page = f"/settings/customers/{cleo.pk}"
    text = client.get(page).content.decode()
    assert "Domains" in text
    assert "Contract" not in text
    key = f"cf_{asked['level'].field_id}"
    assert client.post(page, {"name": "Cleo", key: "Gold"}).status_code == 422
    assert client.post(page, {"name": "Cleo", key: "Business"}).status_code == 302
    assert known(cleo) == {"Level": "Business"}
    assert "Level" in client.get(page).content.decode()


def test_a_customer_fills_in_what_users_see(client: Client, cleo: User, asked: dict[str, Item]) -> None:
    services.save(UserValue, cleo, {asked["level"].field_id: "Business"}, actor=SYSTEM)
    client.force_login(cleo)
    text = client.get("/profile").content.decode()
    assert "Domains" in text
    assert "Level" not in text
    level, domains = f"cf_{asked['level'].field_id}", f"cf_{asked['domains'].field_id}"
    missing = client.post("/profile", {"display_name": "Cleo"})
    assert missing.status_code == 422
    assert "Fill this in." in missing.content.decode()
    sent = {"display_name": "Cleo M", domains: "a.example\nb.example", level: "Gold"}
    assert client.post("/profile", sent).status_code == 302
    assert known(cleo) == {"Domains": "a.example\nb.example", "Level": "Business"}
    cleo.refresh_from_db()
    assert cleo.display_name == "Cleo M"


def test_agents_are_not_asked(client: Client, asked: dict[str, Item]) -> None:
    client.force_login(named(AgentFactory, "Ann"))
    assert "Domains" not in client.get("/profile").content.decode()


def test_customers_are_found_by_what_can_be_searched(cleo: User, asked: dict[str, Item]) -> None:
    domains, contract = asked["domains"].field, asked["contract"].field
    services.edit_field(field=contract, actor=SYSTEM, is_searchable=False)
    values = {domains.pk: "Marsh-Daughters.example", contract.pk: "NW-4126"}
    services.save(UserValue, cleo, values, actor=SYSTEM)
    assert [one.pk for one in customers(query="marsh-d").rows] == [cleo.pk]
    assert customers(query="NW-4126").rows == []


def test_brands_and_groups_have_their_own(client: Client, db: None) -> None:
    client.force_login(administrator())
    brand, group = BrandFactory.create(), GroupFactory.create()
    legal = line(services.ensure_default(kind="brand", actor=SYSTEM), "Legal name", agent_must=True).field
    rota = line(services.ensure_default(kind="group", actor=SYSTEM), "Rota", Kind.URL).field
    page = f"/settings/brands/{brand.pk}"
    assert "Legal name" in client.get(page).content.decode()
    sent = {"name": brand.name, "host": brand.host, "colour": "#0b666a", "language": "en"}
    assert client.post(page, sent).status_code == 422
    assert client.post(page, sent | {f"cf_{legal.pk}": "Northwind Ltd"}).status_code == 302
    assert values_of(BrandValue, brand)[legal.pk].value == "Northwind Ltd"
    page = f"/settings/groups/{group.pk}"
    assert "Rota" in client.get(page).content.decode()
    assert client.post(f"{page}/fields", {f"cf_{rota.pk}": "javascript:1"}).status_code == 422
    assert client.post(f"{page}/fields", {f"cf_{rota.pk}": "https://rota.example/"})["Location"] == page
    assert values_of(GroupValue, group)[rota.pk].value == "https://rota.example/"
    assert "Legal name" not in client.get("/settings/brands/new").content.decode()
