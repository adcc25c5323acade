"""The licence that desks of the tests have: Enterprise with Failover for 1,000 agents.

Its licensor is made on this machine once and kept between runs; no desk but those of the tests knows it.
`python -m tests.licences` activates a key on the database of the environment, in the way a person does it.
"""

import fcntl
import os
import subprocess
import sys
from pathlib import Path

import django

from licensing import licensor
from licensing.papers import Edition

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / ".pytest_cache" / "licensor"
PUBLIC_FILE = FOLDER / "public.key"
AGENTS = 1000


def our_licensor() -> licensor.Folder:
    """Made when it is not there yet; several runs may begin together."""
    FOLDER.parent.mkdir(exist_ok=True)
    with FOLDER.with_suffix(".lock").open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        return licensor.Folder(FOLDER) if PUBLIC_FILE.exists() else licensor.Folder.make(FOLDER)


def license_desk(env: dict[str, str]) -> None:
    """Licenses the migrated database of this environment, in a process of its own."""
    our_licensor()
    command = [sys.executable, "-m", "tests.licences"]
    environment = {**env, "LICENSOR_KEYS": str(PUBLIC_FILE)}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"no licence:\n{done.stdout}\n{done.stderr}")


def _activate() -> None:
    from common.actor import SYSTEM  # noqa: PLC0415 - Django is ready only here
    from common.models import AuditEntry  # noqa: PLC0415
    from licensing import services  # noqa: PLC0415
    from licensing.models import ActivationRequest  # noqa: PLC0415

    folder = our_licensor()
    key = licensor.issue(folder, edition=Edition.FAILOVER, agents=AGENTS, customer="Tests", places=10**6)
    request = services.make_request(key=key.text, actor=SYSTEM)
    services.activate_by_answer(answer=licensor.answer(folder, request), actor=SYSTEM)
    ActivationRequest.objects.all().delete()  # tests begin with an empty history
    AuditEntry.objects.filter(item_kind="license").delete()


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "helpdesk.settings")
    django.setup()
    _activate()
