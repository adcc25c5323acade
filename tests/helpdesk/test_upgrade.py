"""`manage.py upgrade` on real databases: many at once, killed and started again, on a newer database."""

import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.servers.desk import ROOT, Desk
from tests.servers.fixtures import DatabaseFactory

KINDS = ("sqlite", "postgres", "mariadb")
# A newer version: one migration that this code does not have, and what its upgrade noted.
NEWER = """
from django.db.migrations.recorder import MigrationRecorder
from clustering.models import SchemaRecord
from django.db import connection
MigrationRecorder(connection).record_applied("tickets", "9000_of_a_later_version")
SchemaRecord.objects.update_or_create(pk=1, defaults={{"version": "9.0.0", "compatible_from": "{oldest}"}})
"""


@pytest.fixture(params=KINDS)
def desk(request: pytest.FixtureRequest, empty_database: DatabaseFactory, tmp_path: Path) -> Desk:
    """A desk whose database is empty."""
    return Desk(empty_database(request.param), tmp_path)


@pytest.fixture(scope="module")
def upgraded(empty_database: DatabaseFactory, tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """A desk whose database is that of this version."""
    desk = Desk(empty_database("sqlite"), tmp_path_factory.mktemp("upgraded"))
    desk.manage("upgrade")
    return desk


def begin(desk: Desk) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "manage.py", "upgrade"],
        cwd=ROOT,
        env=desk.env,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def finish(process: "subprocess.Popen[str]") -> str:
    said, _ = process.communicate(timeout=300)
    assert process.returncode == 0, said
    return said


def refused(desk: Desk, *arguments: str) -> str:
    with pytest.raises(RuntimeError) as failure:
        desk.manage(*arguments)
    return str(failure.value)


def is_complete(desk: Desk) -> bool:
    """Nothing is missing, as Django itself sees it too."""
    desk.manage("migrate", "--check")
    assert "nothing to do" in desk.manage("upgrade")
    return desk.manage("upgrade", "--check").startswith("Nothing to do")


def tables(desk: Desk) -> list[str]:
    """Every table with its columns, keys and indexes."""
    code = """
from django.db import connection as c
with c.cursor() as cursor:
    for t in sorted(c.introspection.table_names(cursor)):
        if t == "helpdesk_upgrade_step":
            print("LEFT OVER", t)
        columns = sorted((d.name, d.null_ok) for d in c.introspection.get_table_description(cursor, t))
        keys = c.introspection.get_constraints(cursor, t).items()
        print(t, columns, sorted((n, str(k["columns"]), k["unique"], str(k["foreign_key"])) for n, k in keys))
"""
    return desk.manage("shell", "-v0", "-c", code).splitlines()


def test_four_start_together_and_one_does_it(desk: Desk) -> None:
    said = [finish(process) for process in [begin(desk) for _ in range(4)]]
    applied = [numbers for text in said if (numbers := re.findall(r"^ *(\d+) of \d+  ", text, re.MULTILINE))]
    assert len(applied) == 1, said
    assert applied[0] == [str(number + 1) for number in range(len(applied[0]))]
    assert sum("nothing to do" in text for text in said) == 3
    assert is_complete(desk)


@pytest.mark.chaos
def test_killed_again_and_again_it_comes_to_the_same_end(
    desk: Desk, empty_database: DatabaseFactory, tmp_path: Path
) -> None:
    """Killed while a migration is being applied; at the end the schema is that of a quiet upgrade."""
    for stop_at in (3, 11, 19):
        process = begin(desk)
        assert process.stdout
        for number, _ in enumerate(process.stdout, start=1):
            if number == stop_at:
                break
        time.sleep(0.02)
        os.kill(process.pid, signal.SIGKILL)
        process.communicate()
    finish(begin(desk))
    assert is_complete(desk)
    kind = "sqlite" if "sqlite" in desk.database_url else desk.database_url.partition(":")[0]
    quiet = Desk(empty_database({"mysql": "mariadb"}.get(kind, kind)), tmp_path / "quiet")
    quiet.manage("upgrade")
    assert tables(desk) == tables(quiet)


def test_an_empty_database_is_only_looked_at(empty_database: DatabaseFactory, tmp_path: Path) -> None:
    desk = Desk(empty_database("sqlite"), tmp_path)
    said = desk.manage("upgrade", "--check")
    assert "would apply clustering.0001_initial" in said
    assert "would apply clustering.0001_initial" in desk.manage("upgrade", "--check")


def test_a_newer_schema_is_refused_in_plain_words(upgraded: Desk) -> None:
    upgraded.manage("shell", "-v0", "-c", NEWER.format(oldest="8.0.0"))
    for arguments in (("upgrade",), ("upgrade", "--check"), ("serve",)):
        text = refused(upgraded, *arguments)
        assert "upgraded by version 9.0.0, and this is 0." in text
        assert "at least 8.0.0" in text
        assert "tickets.9000_of_a_later_version" in text
        assert "Traceback" not in text


def test_a_newer_schema_that_this_version_works_with_is_served(upgraded: Desk) -> None:
    """Rolling upgrade: a node of the old version starts again after another one has upgraded the database."""
    upgraded.manage("shell", "-v0", "-c", NEWER.format(oldest="0.1.0"))
    assert "works with it as well" in upgraded.manage("upgrade")
    with upgraded.start():
        assert "Version 9.0.0 has upgraded the database" in upgraded.log.read_text()
        assert upgraded.status("/login") == 200


def test_a_migration_of_unknown_origin_is_refused(upgraded: Desk) -> None:
    code = NEWER.format(oldest="0.1.0") + "SchemaRecord.objects.update(version='0.0.1')"
    upgraded.manage("shell", "-v0", "-c", code)
    assert "upgraded by a newer version" in refused(upgraded, "upgrade")


def test_it_waits_for_no_server_that_is_too_old(empty_database: DatabaseFactory, tmp_path: Path) -> None:
    desk = Desk(empty_database("sqlite"), tmp_path)
    desk.manage("upgrade")
    code = """
from clustering.models import Node, SchemaRecord
from django.db.models.functions import Now
Node.objects.create(name="desk-old", version="0.0.9", heartbeat_at=Now())
SchemaRecord.objects.update(version="0.0.9", compatible_from="0.0.1")
"""
    desk.manage("shell", "-v0", "-c", code)
    text = refused(desk, "upgrade")
    assert "desk-old (0.0.9)" in text
    assert "at least 0.1.0" in text
    assert "is that of version" in desk.manage("upgrade", "--despite-old-servers")
