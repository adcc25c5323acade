"""`python -m helpdesk.serve.tables`: makes the tables for the wizard, and says how far it is.

One JSON object a line on standard output. SIGTERM, also that of the kernel when the wizard dies, ends it
before the next step; a step that has begun is finished.
"""

import json
import os
import signal
import sys
from collections import Counter

import django
from django.core.exceptions import ImproperlyConfigured

os.environ["DJANGO_SETTINGS_MODULE"] = "helpdesk.settings"
django.setup()

from django.db import DatabaseError, InterfaceError, OperationalError, connection  # noqa: E402 - after setup
from django.db.migrations.executor import MigrationExecutor  # noqa: E402

from helpdesk import upgrade  # noqa: E402
from helpdesk.serve import first, linux  # noqa: E402

PAUSED, INTERRUPTED, FAILED = 3, 4, 5


class PausedError(Exception):
    """Somebody asked to stop."""


_state = {"is_stopping": False}


def say(**words: object) -> None:
    """A line for the wizard. When it is gone, nobody listens, and the next signal ends this process too."""
    try:
        sys.stdout.write(f"{json.dumps(words)}\n")
        sys.stdout.flush()
    except BrokenPipeError:
        _state["is_stopping"] = True


def plan() -> None:
    """How many steps there are, and how many stand in the database already."""
    executor = MigrationExecutor(connection)
    leaves = executor.loader.graph.leaf_nodes()
    every = executor.migration_plan(leaves, clean_start=True)
    totals = Counter(migration.app_label for migration, _ in every)
    missing = Counter(migration.app_label for migration, _ in executor.migration_plan(leaves))
    say(plan=totals, made={app: count - missing[app] for app, count in totals.items()})


def progress(done: int, total: int, name: str) -> None:
    """Called before each step."""
    if name and _state["is_stopping"]:
        raise PausedError
    if name:
        say(step=name)


def _stop(*_: object) -> None:
    _state["is_stopping"] = True


def main() -> int:
    """The exit code says how it ended; the last line says it in words."""
    signal.signal(signal.SIGTERM, _stop)
    linux.end_with_parent(os.getppid())
    linux.set_name("desk-tables")
    try:
        plan()
        upgrade.run(lambda text: say(note=text), progress)
        say(done=True, **first.after_tables())
    except PausedError:
        return PAUSED
    except (OperationalError, InterfaceError) as error:  # the connection was lost; the wizard tries again
        sys.stderr.write(f"{error}\n")
        return INTERRUPTED
    except (upgrade.UpgradeError, DatabaseError, ImproperlyConfigured) as error:
        say(failed=str(error).strip())
        return FAILED
    return 0


if __name__ == "__main__":
    sys.exit(main())
