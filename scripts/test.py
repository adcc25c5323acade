"""`make test`: the whole suite on SQLite, then what must hold on every database on PostgreSQL and MariaDB.

Arguments go to pytest (`make test ARGS="tests/mail -k loop"`). With REQUIRE_SERVICES=1 a server that is not
installed is a failure; without it the end of the run names it in plain words.
"""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
NO_TESTS, NO_SERVER = 5, 3
STAGES = (
    ("SQLite, all tests", "sqlite", ["-m", "not chaos and not failover"]),
    ("PostgreSQL", "postgres", ["-m", "matrix and not chaos"]),
    ("MariaDB", "mariadb", ["-m", "matrix and not chaos"]),
    # on both servers by itself, and alone on the machine: only the test may break what it looks at
    ("Failover", "sqlite", ["-m", "failover", "--show-capture=no", "-n", "0"]),
)


def available(engine: str) -> str:
    """Empty when the engine can be tested here, else the reason in plain words."""
    sys.path.insert(0, str(ROOT))
    from tests.database import KINDS  # noqa: PLC0415 - needs the path set above
    from tests.servers.availability import SERVERS, is_there  # noqa: PLC0415

    server = KINDS[engine]
    if server is None or is_there(server):
        return ""
    return f"Not tested (the whole run on it): this machine has no {server} ({SERVERS[server][1]})"


def run_stage(engine: str, selection: list[str], arguments: list[str], missing: Path) -> int:
    environment = {**os.environ, "TEST_DB": engine, "TEST_MISSING_FILE": str(missing)}
    workers = os.environ.get("TEST_WORKERS", "2")
    parallel = ["-n", workers, "--dist", "loadgroup"] if workers not in {"0", "1"} else []
    command = [sys.executable, "-m", "pytest", "-q", *parallel, *selection, *arguments]
    return subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode


def main() -> int:
    required = os.environ.get("REQUIRE_SERVICES", "") not in {"", "0"}
    results: list[tuple[str, str, float]] = []
    failed = False
    with tempfile.TemporaryDirectory() as folder:
        missing = Path(folder) / "missing"
        missing.touch()
        for name, engine, selection in STAGES:
            print(f"\n=== {name}", flush=True)
            started = time.monotonic()
            if reason := available(engine):
                with missing.open("a") as handle:
                    handle.write(f"{reason}\n")
                failed |= required
                results.append((name, "MISSING" if required else "not installed", 0.0))
                continue
            code = run_stage(engine, selection, sys.argv[1:], missing)
            bad = code not in {0, NO_TESTS}
            failed |= bad
            results.append((name, "FAILED" if bad else "ok", time.monotonic() - started))
        words = sorted(set(missing.read_text().splitlines()))
    print("\n=== Result")
    for name, outcome, seconds in results:
        print(f"{outcome:14}{name:22}{seconds / 60:6.1f} minutes")
    for line in words:
        print(line)
    if not words:
        print("All servers were there: nothing was left out.")
    return int(failed)


if __name__ == "__main__":
    raise SystemExit(main())
