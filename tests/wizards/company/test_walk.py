"""The way through the wizard: in order, with skips, left and taken up again, by whom."""

from itertools import pairwise

import pytest
from django.test import Client

from accounts.models import User
from organization.models import Brand, Department
from tests.factories.accounts import AgentFactory, CustomerFactory, manager, named
from tests.wizards.company.conftest import BRAND, PLACES, SETUP
from wizards.selectors.steps import KEYS


@pytest.mark.parametrize("path", ["", *(f"/{key}" for key in KEYS)])
def test_only_administrators_come_in(path: str, wizard: Client) -> None:
    assert wizard.get(SETUP + path, follow=True).status_code == 200
    for person in (named(AgentFactory, "Ann"), manager(), named(CustomerFactory, "Cleo")):
        wizard.force_login(person)
        assert wizard.get(SETUP + path).status_code == 404
    assert Client().get(SETUP + path)["Location"].startswith("/login")


def test_the_settings_lead_to_it(wizard: Client) -> None:
    assert f'href="{SETUP}"' in wizard.get("/settings/").text


def test_all_can_be_skipped_and_done_later(wizard: Client) -> None:
    for key, following in pairwise(KEYS):
        assert wizard.get(SETUP)["Location"] == f"{SETUP}/{key}"
        answer = wizard.post(f"{SETUP}/{key}", {"skip": "1", "name": "is not looked at"})
        assert answer["Location"] == f"{SETUP}/{following}"
    page = wizard.get(f"{SETUP}/done").text
    assert "The desk is nearly there" in page
    assert page.count("Do it now") == len(KEYS) - 1
    assert page.count("<small>skipped</small>") == len(KEYS) - 1
    assert not Brand.objects.exists()
    assert wizard.get(SETUP)["Location"] == f"{SETUP}/done"
    wizard.post(f"{SETUP}/brand", BRAND)
    assert wizard.get(f"{SETUP}/done").text.count("Do it now") == len(KEYS) - 2


def test_it_goes_on_where_one_left_in_another_browser(wizard: Client, admin: User) -> None:
    wizard.post(f"{SETUP}/brand", BRAND)
    other = Client()
    other.force_login(admin, backend="accounts.backends.PasswordBackend")
    assert other.get(SETUP)["Location"] == f"{SETUP}/places"
    beside = other.get(f"{SETUP}/places").text
    assert "Northwind Hosting" in beside
    assert f'href="{SETUP}/brand"' in beside


def test_skipping_what_is_done_takes_nothing_back(wizard: Client) -> None:
    wizard.post(f"{SETUP}/brand", BRAND)
    wizard.post(f"{SETUP}/brand", {"skip": "1"})
    assert "<small>skipped</small>" not in wizard.get(f"{SETUP}/places").text
    assert Brand.objects.get().name == "Northwind Hosting"


def test_a_script_is_told_where_to_go(wizard: Client) -> None:
    answer = wizard.post(f"{SETUP}/brand", BRAND, headers={"HX-Request": "true"})
    assert (answer.status_code, answer["HX-Redirect"]) == (204, f"{SETUP}/places")


def test_the_last_page_says_what_was_made(wizard: Client) -> None:
    wizard.post(f"{SETUP}/brand", BRAND)
    wizard.post(f"{SETUP}/places", PLACES)
    wizard.post(f"{SETUP}/files", {})
    page = wizard.get(f"{SETUP}/done").text
    assert "The desk is open" in page
    assert 'href="https://help.northwind.example"' in page
    assert "2 departments, 3 groups" in page
    assert "Write the first ticket" in page
    assert "Files can be written, read and removed in" in page
    assert page.count("Do it now") == 2
    Department.objects.update(is_public=False)
    assert "Write the first ticket" not in wizard.get(f"{SETUP}/done").text
