"""The test database of a worker: a fresh installation at the start of every test, on each engine."""

import pytest
from django.contrib.auth import get_user_model
from django.db import connection, models, transaction
from django.test.utils import CaptureQueriesContext

from accounts.models import Role
from tests import database

pytestmark = pytest.mark.matrix
Counts = dict[str, int]
VENDORS = {"sqlite": "sqlite", "postgres": "postgresql", "mariadb": "mysql"}


def count_all() -> Counts:
    quote = connection.ops.quote_name
    names = [name for name in connection.introspection.table_names() if name != "django_migrations"]
    with connection.cursor() as cursor:
        counts = {}
        for name in names:
            cursor.execute(f"SELECT COUNT(*) FROM {quote(name)}")
            counts[name] = int(cursor.fetchone()[0])
    return counts


@pytest.fixture(scope="module")
def fresh() -> Counts:
    """What the first test of this module saw; filled there."""
    return {}


def queue_user() -> models.Model:
    return get_user_model()._default_manager.get(pk=1)


@pytest.mark.django_db
def test_the_engine_is_the_one_asked_for() -> None:
    assert connection.vendor == VENDORS[database.kind()]


@pytest.mark.django_db
def test_a_fresh_installation_has_its_first_rows(fresh: Counts) -> None:
    fresh.update(count_all())
    assert Role.objects.exists()
    assert queue_user().pk == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("turn", [1, 2])
def test_real_commits_are_gone_in_the_next_test(fresh: Counts, turn: int) -> None:
    before = count_all()
    assert before == (fresh or before)
    with transaction.atomic():
        Role.objects.all().delete()
        get_user_model()._default_manager.filter(pk=1).update(is_active=turn == 1)
    assert count_all() != before


@pytest.mark.django_db
def test_first_rows_are_back_after_real_commits(fresh: Counts) -> None:
    assert count_all() == (fresh or count_all())
    assert Role.objects.exists()


@pytest.mark.django_db
def test_statements_can_be_counted() -> None:
    with CaptureQueriesContext(connection) as captured:
        queue_user()
    assert len(captured) == 1
