"""One test database a worker, made from a template that is migrated once a run.

`TEST_DB` chooses the engine: sqlite (default), postgres or mariadb. The first process of the run starts
the server; workers find its port in the environment. `restore()` puts the rows of a fresh
installation back after a test that committed for real, so that tests stay independent of their order.
"""

import fcntl
import hashlib
import os
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest
from django.conf import settings

from tests import licences
from tests.servers import mariadb, postgres
from tests.servers.availability import MISSING_PREFIX, SERVERS, is_there

ROOT = Path(__file__).resolve().parents[1]
TEMPLATE = "template_desk"
PORT_VARIABLE = "TEST_DB_PORT"
RUN_VARIABLE = "TEST_RUN_DIR"
KINDS = {"sqlite": None, "postgres": "PostgreSQL", "mariadb": "MariaDB"}

_open = ExitStack()


def kind() -> str:
    return os.environ.get("TEST_DB", "sqlite")


def worker() -> str:
    return os.environ.get("PYTEST_XDIST_WORKER", "main")


def run_dir() -> Path:
    """The folder of this run, the same for all of its workers."""
    return Path(os.environ[RUN_VARIABLE])


def running_port(engine: str) -> int | None:
    """The port of the server this run works on, if it is of that engine."""
    return int(os.environ[PORT_VARIABLE]) if engine == kind() and PORT_VARIABLE in os.environ else None


def server() -> postgres.PostgresServer | mariadb.MariadbServer:
    port = int(os.environ[PORT_VARIABLE])
    return postgres.PostgresServer(port) if kind() == "postgres" else mariadb.MariadbServer(port)


def _start_server() -> None:
    needed = KINDS[kind()]
    if needed is None or PORT_VARIABLE in os.environ:
        return
    if not is_there(needed):
        pytest.exit(f"{MISSING_PREFIX}{needed} ({SERVERS[needed][1]})", returncode=3)
    if kind() == "postgres":
        port = _open.enter_context(postgres.running()).port
    else:
        port = _open.enter_context(mariadb.running()).port
    os.environ[PORT_VARIABLE] = str(port)


def url(name: str) -> str:
    if kind() == "sqlite":
        return f"sqlite:///{run_dir() / name}.sqlite3"
    return server().url(name)


def prepare() -> None:
    """Set the environment the product's settings are read from. Runs before Django is loaded."""
    if settings.configured:  # read too early, so from the developer's own environment and database
        pytest.exit("unset DJANGO_SETTINGS_MODULE: the tests choose their settings themselves", returncode=3)
    if kind() not in KINDS:
        pytest.exit(f"TEST_DB must be one of {', '.join(KINDS)}", returncode=3)
    if RUN_VARIABLE not in os.environ:
        os.environ[RUN_VARIABLE] = _open.enter_context(tempfile.TemporaryDirectory(prefix="helpdesk-tests-"))
    _start_server()
    var = run_dir() / f"var-{worker()}"
    var.mkdir(exist_ok=True)
    os.environ.update(
        DJANGO_SETTINGS_MODULE="helpdesk.settings",
        ENV_FILE=os.devnull,
        DATABASE_URL=url(f"desk_{worker()}"),
        VAR_DIR=str(var),
        REDIS_URL="",
        SECRET_KEY="only-for-tests-" + "x" * 40,
        DATA_KEY="only-for-tests-" + "y" * 40,
        STATICFILES_BACKEND="django.contrib.staticfiles.storage.StaticFilesStorage",
        IDLE_IN_TRANSACTION_SECONDS="0",
        DEBUG="0",
        DEMO="0",
        LICENSOR_KEYS=str(licences.PUBLIC_FILE),
        LICENSOR_URL="",
    )
    licences.our_licensor()


def finish() -> None:
    """Stop what this process started; workers started nothing."""
    _open.close()


@contextmanager
def _lock(name: str) -> Iterator[None]:
    with (run_dir() / f"{name}.lock").open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def _schema_key() -> str:
    """Changes when anything changes that a migrated database depends on."""
    files = sorted(
        path
        for pattern in ("*/migrations/*.py", "*/models.py", "*/models/*.py", "helpdesk/settings/*.py")
        for path in ROOT.glob(pattern)
    )
    digest = hashlib.sha256()
    for path in [*files, ROOT / "requirements" / "base.txt"]:
        digest.update(str(path.relative_to(ROOT)).encode() + path.read_bytes())
    digest.update(licences.PUBLIC_FILE.read_bytes())
    return digest.hexdigest()[:16]


def _migrate(target: str) -> None:
    command = [sys.executable, "manage.py", "migrate", "--verbosity=0"]
    environment = {**os.environ, "DATABASE_URL": target}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"migrate failed:\n{done.stdout}\n{done.stderr}")
    licences.license_desk(environment)


def _sqlite_template() -> Path:
    """A migrated SQLite file, kept between runs under a name made of what it depends on."""
    folder = ROOT / ".pytest_cache" / "databases"
    folder.mkdir(parents=True, exist_ok=True)
    kept = folder / f"{_schema_key()}.sqlite3"
    if not kept.exists():
        fresh = run_dir() / "template.sqlite3"
        _migrate(f"sqlite:///{fresh}")
        for old in folder.glob("*.sqlite3"):
            old.unlink(missing_ok=True)
        copy_sqlite(fresh, fresh.with_suffix(".compact"))
        fresh.with_suffix(".compact").replace(kept)
    return kept


def copy_sqlite(source: Path, target: Path) -> None:
    """Copy a whole SQLite database into `target` as one transaction, also into one that is open."""
    origin, goal = sqlite3.connect(source), sqlite3.connect(target, timeout=20)
    try:
        origin.backup(goal)
    finally:
        origin.close()
        goal.close()


def template() -> str:
    """Make the template once a run (the other workers wait); returns the file or the database name."""
    with _lock("template"):
        done = run_dir() / "template.done"
        if not done.exists():
            if kind() == "sqlite":
                done.write_text(str(_sqlite_template()))
            else:
                _migrate(server().create(TEMPLATE))
                done.write_text(TEMPLATE)
        return done.read_text()


def clone() -> None:
    """Make this worker's database from the template."""
    source = template()
    with _lock("clone"):  # PostgreSQL copies a template only while nobody else uses it
        if kind() == "sqlite":
            copy_sqlite(Path(source), run_dir() / f"desk_{worker()}.sqlite3")
        else:
            server().create(f"desk_{worker()}", template=source)
