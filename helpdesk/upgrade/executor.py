"""Applies migrations so that being killed anywhere costs nothing: what was begun is taken up again."""

import time
from typing import Any

from django.db import OperationalError
from django.db.migrations import Migration
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.state import ProjectState

from helpdesk.upgrade import steps
from helpdesk.upgrade.session import is_lock_timeout

ATTEMPTS = 12
PAUSE_SECONDS = 1.0  # those who serve get their turn


class Executor(MigrationExecutor):
    """Where the database can, a migration and the note that it is applied are one transaction.

    Where it cannot (MySQL and MariaDB change tables outside of transactions), each statement is noted.
    """

    def apply_migration(
        self, state: ProjectState, migration: Migration, fake: bool = False, fake_initial: bool = False
    ) -> ProjectState:
        """As Django's, one migration forwards; tried again when a table stays in use."""
        self._tell("apply_start", migration)
        for attempt in range(1, ATTEMPTS + 1):
            try:
                state = self._apply(state.clone(), migration)
                break
            except OperationalError as error:
                if attempt == ATTEMPTS or not is_lock_timeout(error):
                    raise
                time.sleep(PAUSE_SECONDS)
        self._tell("apply_success", migration)
        return state

    def _apply(self, state: ProjectState, migration: Migration) -> ProjectState:
        atomic = migration.atomic and self.connection.features.can_rollback_ddl
        with self.connection.schema_editor(atomic=atomic) as editor:
            noted = None if atomic else steps.begin(editor, migration)
            state = (noted.migration if noted else migration).apply(state, editor)
            for statement in editor.deferred_sql:
                editor.execute(statement, None)
            editor.deferred_sql.clear()
            self.record_migration(migration)  # type: ignore[call-arg, arg-type]  # the stubs are of an older Django
        if noted:
            noted.end()
        return state

    def _tell(self, action: Any, migration: Migration) -> None:
        if self.progress_callback:
            self.progress_callback(action, migration, False)
