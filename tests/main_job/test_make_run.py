"""The two commands of the README on a clean clone."""

import os
import shutil
import subprocess
import time
from pathlib import Path

import pytest

from tests.live.web import Browser, NoAnswerError
from tests.servers.desk import ROOT
from tests.servers.process import Process, free_port
from tests.waiting import until

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("make_run")]
FIRST_SECONDS, SECOND_SECONDS = 600, 60


def run(clone: Path, port: int) -> Process:
    inherited = ("PATH", "HOME", "LANG", "PIP_INDEX_URL", "PIP_CACHE_DIR", "PIP_CERT", "SSL_CERT_FILE")
    env = {name: os.environ[name] for name in inherited if name in os.environ}
    env |= {name: value for name, value in os.environ.items() if name.lower().endswith("_proxy")}
    return Process.start(
        "make run", ["make", "run"], clone / "run.log", env={**env, "PORT": str(port)}, cwd=clone
    )


def entered(process: Process, port: int) -> bool:
    assert process.running, process.tail()
    try:
        browser = Browser(port)
        browser.sign_in("ann", "demo-ann")
        return browser.get("/agent/tickets").status == 200
    except NoAnswerError:
        return False


def test_a_clean_clone_runs_in_one_command(tmp_path: Path) -> None:
    if shutil.which("git") is None or not (ROOT / ".git").exists():
        pytest.skip("not a git checkout")
    clone, port = tmp_path / "clone", free_port()
    subprocess.run(["git", "clone", "-q", "--no-hardlinks", str(ROOT), str(clone)], check=True)
    process = run(clone, port)
    try:
        until(lambda: entered(process, port), "the first start", FIRST_SECONDS)
    finally:
        process.stop()
    log = (clone / "run.log").read_text()
    assert f"http://localhost:{port}" in log
    assert f".localhost:{port}" in log.replace(f"http://localhost:{port}", ""), "the second brand's address"
    assert "demo-" in log, "who can sign in"

    began = time.monotonic()
    process = run(clone, port)
    try:
        until(lambda: entered(process, port), "the second start", SECOND_SECONDS)
        assert time.monotonic() - began < SECOND_SECONDS
    finally:
        process.stop()
