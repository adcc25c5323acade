"""Step 1: the brand."""

import io
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from common.models import AuditEntry
from organization.models import Brand
from tests.wizards.company.conftest import BRAND, SETUP

PAGE = f"{SETUP}/brand"
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360f8cf"
    "c0000003010100c9fe92ef0000000049454e44ae426082"
)


def picture(content: bytes = PNG, name: str = "logo.png") -> io.BytesIO:
    file = io.BytesIO(content)
    file.name = name
    return file


def test_it_begins_with_the_address_of_this_very_page(wizard: Client) -> None:
    assert 'value="http://testserver"' in wizard.get(PAGE).text


def test_the_brand_is_made_with_its_logo_and_shown_on_the_portal(wizard: Client) -> None:
    answer = wizard.post(PAGE, BRAND | {"logo": picture()})
    assert answer["Location"] == f"{SETUP}/places"
    brand = Brand.objects.get()
    assert (brand.name, brand.host, brand.is_default) == (BRAND["name"], BRAND["host"], True)
    assert brand.site.sender_address == "help@northwind.example"
    cache.clear()  # what a commit makes all processes forget
    portal = Client().get("/").text
    assert "Northwind Hosting" in portal
    assert f'src="/brand/logo?v={brand.logo_id}"' in portal
    logo = Client().get("/brand/logo")
    assert (logo["Content-Type"], logo.content) == ("image/png", PNG)


def test_to_go_back_and_on_again_changes_nothing(wizard: Client) -> None:
    wizard.post(PAGE, BRAND | {"logo": picture()})
    entries = AuditEntry.objects.count()
    assert 'value="help@northwind.example"' in wizard.get(PAGE).text
    assert wizard.post(PAGE, BRAND).status_code == 302
    assert Brand.objects.count() == 1
    assert Brand.objects.get().logo is not None  # no file sent: the logo stays
    assert AuditEntry.objects.count() == entries
    wizard.post(PAGE, BRAND | {"name": "Northwind"})
    assert Brand.objects.get().name == "Northwind"
    wizard.post(PAGE, BRAND | {"remove_logo": "on"})
    assert Brand.objects.get().logo is None


WRONG = [
    ({"name": ""}, "id_name_error", "This field is required"),
    ({"name": "x" * 81}, "id_name_error", "at most 80"),
    ({"sender_address": "help"}, "id_sender_address_error", "valid email"),
    ({"sender_address": ""}, "id_sender_address_error", "required"),
    ({"base_url": "not a url"}, "id_base_url_error", "valid URL"),
    ({"base_url": "javascript:alert(1)"}, "id_base_url_error", "valid URL"),
    ({"host": "https://help.example/x"}, "id_host_error", "Only the name itself"),
    ({"colour": "bluish"}, "id_colour_error", ""),
    ({"language": "xx"}, "id_language_error", "Select a valid choice"),
]


@pytest.mark.parametrize(("wrong", "place", "said"), WRONG, ids=[str(one[0])[:40] for one in WRONG])
def test_wrong_input_is_told_at_its_field(
    wrong: dict[str, Any], place: str, said: str, wizard: Client
) -> None:
    answer = wizard.post(PAGE, BRAND | wrong)
    assert answer.status_code == 422
    assert f'id="{place}"' in answer.text
    assert said in answer.text
    for name in {"name", "sender_address", "host"} - set(wrong):
        assert f'value="{BRAND[name]}"' in answer.text  # nothing is typed twice
    assert not Brand.objects.exists()
    assert wizard.get(SETUP)["Location"] == PAGE


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", "no picture"),
        (b"<html><script>alert(1)</script>", "no picture"),
        (b"%PDF-1.7", "no picture"),
        (PNG + b"x" * 512 * 1024, "larger than 512 kB"),
        (b"", "empty"),
    ],
    ids=["svg", "html", "pdf", "large", "empty"],
)
def test_a_logo_that_is_none_is_refused(content: bytes, said: str, wizard: Client) -> None:
    answer = wizard.post(PAGE, BRAND | {"logo": picture(content)})
    assert answer.status_code == 422
    assert 'id="id_logo_error"' in answer.text
    assert said in answer.text
    assert not Brand.objects.exists()


def test_more_brands_one_at_a_time(wizard: Client) -> None:
    assert wizard.post(PAGE, BRAND | {"another": "1"})["Location"] == f"{PAGE}?brand=new"
    second = BRAND | {"name": "Skiff Domains", "host": "skiff.example"}
    for _ in range(2):  # once more is once
        assert wizard.post(f"{PAGE}?brand=new", second).status_code == 302
    assert list(Brand.objects.order_by("id").values_list("name", "is_default")) == [
        ("Northwind Hosting", True),
        ("Skiff Domains", False),
    ]
    taken = wizard.post(f"{PAGE}?brand=new", BRAND | {"host": "other.example"})
    assert "There is a brand of this name already" in taken.text
    skiff = Brand.objects.get(name="Skiff Domains")
    assert 'value="Skiff Domains"' in wizard.get(f"{PAGE}?brand={skiff.pk}").text
    assert wizard.get(f"{PAGE}?brand=99999").status_code == 404
    assert "Northwind Hosting, Skiff Domains" in wizard.get(f"{SETUP}/places").text


def test_a_weak_colour_is_told(wizard: Client) -> None:
    wizard.post(PAGE, BRAND | {"colour": "#7b7b7b"})
    assert "cannot be read" in wizard.get(PAGE).text
