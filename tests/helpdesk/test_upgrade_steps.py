"""A migration on a database that cannot roll changes of tables back, cut off after each of its statements."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection, migrations, models
from django.db.migrations.recorder import MigrationRecorder
from django.db.migrations.state import ProjectState

from helpdesk.upgrade import steps
from helpdesk.upgrade.executor import Executor

pytestmark = [pytest.mark.matrix, pytest.mark.django_db(transaction=True)]
LABEL = "cutoff"


class CutError(Exception):
    """The process would have been killed here."""


def _fill(apps: Any, schema_editor: Any) -> None:
    apps.get_model(LABEL, "Owner").objects.create(name="only once")


class Sample(migrations.Migration):
    atomic = False
    operations = [
        migrations.CreateModel(
            "Owner", [("id", models.AutoField(primary_key=True)), ("name", models.TextField())]
        ),
        migrations.RunPython(_fill, migrations.RunPython.noop, atomic=True),
        migrations.CreateModel(
            "Thing",
            [
                ("id", models.AutoField(primary_key=True)),
                ("code", models.CharField(max_length=20)),
                ("owner", models.ForeignKey(f"{LABEL}.Owner", models.CASCADE)),
            ],
        ),
        migrations.AddField("Thing", "note", models.CharField(max_length=20, default="", db_index=True)),
        migrations.AlterField("Thing", "code", models.CharField(max_length=40, unique=True)),
        migrations.AddIndex("Thing", models.Index(fields=["code", "note"], name="cutoff_both")),
        migrations.RunSQL(f"INSERT INTO {LABEL}_owner (name) VALUES ('also once')", migrations.RunSQL.noop),
    ]


def _remove() -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE IF EXISTS {LABEL}_thing")
        cursor.execute(f"DROP TABLE IF EXISTS {LABEL}_owner")
    steps.forget()
    MigrationRecorder(connection).record_unapplied(LABEL, "0001_sample")


@pytest.fixture(autouse=True)
def _clean() -> Iterator[None]:
    yield
    _remove()


class Cut:
    """Lets `left` statements that change something pass and stops the one after, before or behind it."""

    def __init__(self, left: int, *, behind: bool) -> None:
        self.left, self.behind, self.was_cut = left, behind, False

    def __call__(self, execute: Any, sql: Any, params: Any, many: bool, context: Any) -> Any:
        if not str(sql).lstrip().upper().startswith(("CREATE", "ALTER", "DROP", "INSERT", "DELETE")):
            return execute(sql, params, many, context)
        self.left -= 1
        if self.left >= 0:
            return execute(sql, params, many, context)
        self.was_cut = True
        if self.behind and self.left == -1:
            execute(sql, params, many, context)
        raise CutError


def apply(cut: Cut | None = None) -> bool:
    """False when it was cut off."""
    migration = Sample("0001_sample", LABEL)
    executor = Executor(connection)
    try:
        if cut is None:
            executor.apply_migration(ProjectState(), migration)
        else:
            with connection.execute_wrapper(cut):
                executor.apply_migration(ProjectState(), migration)
    except CutError:
        return False
    finally:
        connection.close()  # as with the process; what was not committed is gone
    return True


def is_recorded() -> bool:
    return (LABEL, "0001_sample") in MigrationRecorder(connection).applied_migrations()


def schema() -> list[str]:
    with connection.cursor() as cursor:
        found = [cursor.execute(f"SELECT name FROM {LABEL}_owner ORDER BY id"), *cursor.fetchall()][1:]
        lines = [str(row) for row in found]
        for table in (f"{LABEL}_owner", f"{LABEL}_thing"):
            columns = connection.introspection.get_table_description(cursor, table)
            keys = connection.introspection.get_constraints(cursor, table)
            lines.append(f"{table} {sorted((column.name, column.null_ok) for column in columns)}")
            lines += sorted(f"{name} {key['columns']} {key['unique']}" for name, key in keys.items())
    return lines


@pytest.mark.parametrize("behind", [False, True], ids=["before", "behind"])
def test_it_is_taken_up_where_it_was_cut_off(behind: bool) -> None:
    assert apply()
    quiet = schema()
    assert "also once" in str(quiet)
    _remove()
    cuts = 0
    while True:
        cut = Cut(cuts, behind=behind)
        finished = apply(cut)
        if finished:
            break
        if not is_recorded():
            assert apply(), "it goes on"
        assert schema() == quiet, f"cut off at statement {cuts + 1}"
        _remove()
        cuts += 1
    assert cuts > 10
    assert schema() == quiet
