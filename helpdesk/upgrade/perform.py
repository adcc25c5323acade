"""`run()`: what the command, the start scripts and the set-up wizard call."""

import time
from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.core.management.sql import emit_post_migrate_signal, emit_pre_migrate_signal
from django.db import DEFAULT_DB_ALIAS, DatabaseError, connection, connections
from django.db.migrations import Migration

from clustering.selectors import living_nodes, schema_record
from clustering.services import begin_upgrade, end_upgrade
from common.versions import is_older
from helpdesk.upgrade import locks, steps
from helpdesk.upgrade.errors import OldNodesError, UpgradeError
from helpdesk.upgrade.executor import Executor
from helpdesk.upgrade.session import prepare
from helpdesk.upgrade.state import SchemaState, read_state
from helpdesk.upgrade.versions import COMPATIBLE_FROM

Say = Callable[[str], object]
Progress = Callable[[int, int, str], object]  # done, of how many, and what comes now ("" at the end)
DATABASE_SECONDS = 60.0
LIVING_SECONDS = 15.0


@dataclass(frozen=True, slots=True)
class Result:
    """`applied` by this call; `waited`: another server was at it."""

    applied: tuple[str, ...]
    waited: bool
    is_newer: bool = False


def run(say: Say, progress: Progress | None = None, *, despite_old_nodes: bool = False) -> Result:
    """Upgrades the database, once, however many call this at the same moment.

    Raises NewerSchemaError, OldNodesError, UpgradeError (the database does not answer) and what a migration
    raises. Stopped anywhere, by whatever, it goes on from there when it is called again.
    """
    state = wait_for_database(say)
    state.require_usable()
    if state.is_current:
        return Result((), waited=False, is_newer=state.is_newer)
    with locks.held(say) as waited:
        prepare()
        state = read_state()
        state.require_usable()
        if state.is_current:
            return Result((), waited, state.is_newer)
        if not despite_old_nodes:
            refuse_old_nodes()
        return Result(_perform(progress or _silent), waited)


def wait_for_database(say: Say) -> SchemaState:
    """The state, as soon as the database answers. Raises UpgradeError when it does not within a minute."""
    deadline = time.monotonic() + DATABASE_SECONDS
    is_waiting = False
    while True:
        try:
            return read_state()
        except DatabaseError as error:
            connections.close_all()
            if time.monotonic() > deadline:
                raise UpgradeError(f"The database does not answer: {error}") from error
            if not is_waiting:
                say(f"Waiting for the database: {error}")
            is_waiting = True
            time.sleep(1)


def refuse_old_nodes() -> None:
    """Raises OldNodesError when a server is at work whose version cannot go on with the new schema."""
    old = [node for node in living_nodes(LIVING_SECONDS) if is_older(node.version, COMPATIBLE_FROM)]
    if old:
        names = ", ".join(f"{node.name} ({node.version or 'unknown version'})" for node in old)
        raise OldNodesError(
            f"These servers are running and cannot work with the database of version {settings.VERSION}: "
            f"{names}. It needs at least {COMPATIBLE_FROM}. Stop them first; see docs/upgrading.md."
        )


def _silent(done: int, total: int, name: str) -> None:
    """Nobody asked."""


def _perform(progress: Progress) -> tuple[str, ...]:
    executor = Executor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    names = [f"{migration.app_label}.{migration.name}" for migration, _ in plan]
    applied: list[str] = []

    def note(action: str, migration: Migration | None = None, fake: bool = False) -> None:
        if action == "apply_start":
            progress(len(applied), len(names), names[len(applied)])
        elif action == "apply_success":
            applied.append(names[len(applied)])

    if schema_record() is not None:
        begin_upgrade(version=settings.VERSION, compatible_from=COMPATIBLE_FROM)
    executor.progress_callback = note  # type: ignore[assignment]  # the stubs know only one of its shapes
    emit_pre_migrate_signal(0, False, DEFAULT_DB_ALIAS, plan=plan)
    executor.migrate(executor.loader.graph.leaf_nodes(), plan=plan)
    begin_upgrade(version=settings.VERSION, compatible_from=COMPATIBLE_FROM)
    emit_post_migrate_signal(0, False, DEFAULT_DB_ALIAS, plan=plan)
    steps.forget()
    end_upgrade()
    progress(len(names), len(names), "")
    return tuple(applied)
