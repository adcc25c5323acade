"""Step 2: departments and groups."""

from html.parser import HTMLParser
from typing import Any

import pytest
from django.test import Client

from organization.models import Brand, Department, Group
from tests.wizards.company.conftest import BRAND, PLACES, SETUP

PAGE = f"{SETUP}/places"


@pytest.fixture
def begun(wizard: Client) -> Client:
    wizard.post(f"{SETUP}/brand", BRAND)
    return wizard


def shape() -> dict[str, list[str]]:
    """Departments with their groups, the front line marked."""
    return {
        department.name: [
            f"{group.name}*" if department.front_line_id == group.pk else group.name
            for group in department.groups.order_by("name")
        ]
        for department in Department.objects.order_by("id")
    }


def sent(page: str) -> dict[str, str]:
    """The form as the page shows it."""
    found: dict[str, str] = {}

    class Reader(HTMLParser):
        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            named = dict(attrs)
            name = named.get("name") or ""
            if (
                tag == "input"
                and name.startswith("d")
                and (named.get("type") != "radio" or "checked" in named)
            ):
                found[name] = named.get("value") or ""

    Reader().feed(page)
    return found


@pytest.mark.parametrize(
    ("start", "name"), [("hosting", "Migrations"), ("shop", "Returns"), ("it", "Workplaces")]
)
def test_a_company_of_a_kind_starts_with_its_places(start: str, name: str, begun: Client) -> None:
    page = begun.get(f"{PAGE}?start={start}").text
    assert f'value="{name}"' in page
    assert not Department.objects.exists()  # proposed, not made
    assert begun.post(PAGE, sent(page))["Location"] == f"{SETUP}/agents"
    assert Group.objects.filter(name=name).exists()
    assert "Start from" not in begun.get(PAGE).text


def test_they_are_made_with_their_front_lines(begun: Client) -> None:
    assert begun.post(PAGE, PLACES).status_code == 302
    assert shape() == {"Support": ["Front Line*", "Servers"], "Billing": ["Invoices*"]}


def test_sent_twice_they_are_made_once(begun: Client) -> None:
    for _ in range(2):
        assert begun.post(PAGE, PLACES).status_code == 302
    assert shape() == {"Support": ["Front Line*", "Servers"], "Billing": ["Invoices*"]}


def test_they_are_renamed_where_they_stand(begun: Client) -> None:
    begun.post(PAGE, PLACES)
    ids = set(Group.objects.values_list("pk", flat=True))
    form = sent(begun.get(PAGE).text)
    numbers = {value: name for name, value in form.items()}
    form[numbers["Support"]] = "Help"
    form[numbers["Servers"]] = "Machines"
    assert begun.post(PAGE, form).status_code == 302
    assert shape() == {"Help": ["Front Line*", "Machines"], "Billing": ["Invoices*"]}
    assert set(Group.objects.values_list("pk", flat=True)) == ids


def test_small_buttons_change_the_page_and_keep_nothing(begun: Client) -> None:
    form: dict[str, Any] = dict(PLACES)
    page = begun.post(PAGE, form | {"do": "add"}).text
    assert 'name="d2"' in page
    page = begun.post(PAGE, form | {"do": "group-1"}).text
    assert 'name="d1-g1"' in page
    page = begun.post(PAGE, form | {"do": "drop-1"}).text
    assert 'name="d1"' not in page
    left = sent(begun.post(PAGE, form | {"do": "drop-0-0"}).text)
    assert (left["d0-g0"], left["d0-front"]) == ("Front Line", "0")
    for nonsense in ("drop-9", "drop-0-9", "group-x", "what", "drop-"):
        assert begun.post(PAGE, form | {"do": nonsense}).status_code == 200
    assert not Department.objects.exists()


WRONG: list[tuple[dict[str, str], str, str]] = [
    ({"d1": "support"}, "d1-e", "There is a department “support” already"),
    ({"d1": ""}, "d1-e", "A department needs a name"),
    ({"d0-g1": "servers"}, "d0-g1-e", "There is a group “servers” in this department already"),
    ({"d1": "x" * 81}, "d1-e", "Eighty characters at most"),
]


@pytest.mark.parametrize(("wrong", "place", "said"), WRONG, ids=[one[2][:24] for one in WRONG])
def test_wrong_names_are_told_where_they_stand(
    wrong: dict[str, str], place: str, said: str, begun: Client
) -> None:
    answer = begun.post(PAGE, PLACES | wrong)
    assert answer.status_code == 422
    assert f'id="{place}"' in answer.text
    assert said in answer.text
    assert "1 name to correct" in answer.text
    assert 'value="Support"' in answer.text
    assert not Department.objects.exists()


def test_a_name_that_is_taken_stops_all(begun: Client) -> None:
    brand = Brand.objects.get()
    Department.objects.create(brand=brand, name="Billing", is_active=False)
    answer = begun.post(PAGE, PLACES)
    assert answer.status_code == 422
    assert 'id="d1-e"' in answer.text
    assert not Department.objects.filter(name="Support").exists()


def test_blank_rows_are_left_out(begun: Client) -> None:
    blank = {"d2": "", "d2-id": "0", "d2-g0": "", "d2-g0-id": "0", "d1-g1": " ", "d1-g1-id": "0"}
    assert begun.post(PAGE, PLACES | blank).status_code == 302
    assert shape() == {"Support": ["Front Line*", "Servers"], "Billing": ["Invoices*"]}


def test_one_department_there_must_be(begun: Client) -> None:
    answer = begun.post(PAGE, {"d0": "", "d0-id": "0"})
    assert answer.status_code == 422
    assert "tickets go there" in answer.text


def test_without_a_brand_it_leads_there_and_loses_nothing(wizard: Client) -> None:
    assert "There is no brand yet" in wizard.get(PAGE).text
    answer = wizard.post(PAGE, PLACES)
    assert answer.status_code == 422
    assert "Make the brand first" in answer.text
    assert 'value="Invoices"' in answer.text


def test_a_department_goes_to_the_brand_that_was_chosen(begun: Client) -> None:
    begun.post(f"{SETUP}/brand?brand=new", BRAND | {"name": "Skiff", "host": "skiff.example"})
    skiff = Brand.objects.get(name="Skiff")
    begun.post(PAGE, PLACES | {"d1-brand": str(skiff.pk)})
    assert Department.objects.get(name="Billing").brand == skiff
    assert Department.objects.get(name="Support").brand.is_default
