"""Which brand answers, as a process that has changed nothing itself sees it."""

import pytest
from pytest_django import DjangoAssertNumQueries

from common.site import NO_SITE
from organization.models import Brand
from organization.selectors import site_for

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_brand(db: None) -> None:
    Brand.objects.all().delete()


def test_the_first_brand_is_there_at_once_when_another_process_has_made_it() -> None:
    assert site_for("localhost") == NO_SITE
    made = Brand.objects.create(name="Northwind", is_default=True)  # not by our services: nothing is told
    assert site_for("localhost").id == made.pk


def test_a_brand_answers_on_its_own_host_and_the_default_one_on_any_other() -> None:
    default = Brand.objects.create(name="Northwind", is_default=True)
    skiff = Brand.objects.create(name="Skiff", host="Skiff.example")
    found = {host: site_for(host).id for host in ("skiff.example:8000", "SKIFF.EXAMPLE", "elsewhere.example")}
    assert list(found.values()) == [skiff.pk, skiff.pk, default.pk]


def test_known_brands_cost_a_page_no_statement(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    Brand.objects.create(name="Northwind", is_default=True)
    site_for("localhost")
    with django_assert_num_queries(0):
        site_for("localhost")
