"""A web member of a node, as a real process: it shares the node's status, and runs nothing of its own."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.helpdesk.test_serve import processes
from tests.servers.desk import ROOT, Desk
from tests.servers.fixtures import DeskFactory
from tests.waiting import until

SHIFT = """
from clustering.models import Lease, Node, WebMember
from django.db.models import F
other = Node.objects.create(name="elsewhere", role="active")
Node.objects.filter(name="one").update(role="passive")
Lease.objects.update(node=other, epoch=F("epoch") + 1)
print(*WebMember.objects.values_list("node", "name"))
"""


@pytest.mark.slow
def test_a_web_member_shares_the_status_of_its_node(desk_factory: DeskFactory, tmp_path: Path) -> None:
    node = desk_factory("postgres", NODE_NAME="one", WEB_WORKERS="1", TAKEOVER_SECONDS="600")
    shared = {"WEB_WORKERS": "1", "SECRETS_DIR": str(node.var_dir / "secrets"), "NODE_NAME": "never-used"}
    member = Desk(node.database_url, tmp_path / "member", settings=shared)
    stranger = [sys.executable, "manage.py", "serve", "--role", "web", "--join", "nobody"]
    member.var_dir.mkdir()
    with node.start():
        until(lambda: node.status("/readyz") == 200, "the node is ready", 60)
        refused = subprocess.run(
            stranger, cwd=ROOT, env=member.env, capture_output=True, text=True, timeout=120, check=False
        )
        assert refused.returncode == 1
        assert "No server is called 'nobody'. The servers of this desk: one." in refused.stderr
        with member.start("--role", "web", "--join", "one"):
            until(lambda: member.status("/readyz") == 200, "ready with its node", 60)
            assert member.status("/") == 200
            until(lambda: set(processes(member)) == {"web", "page", "member"}, "no background work", 60)
            said = member.manage("shell", "-v0", "-c", SHIFT)
            assert f":{member.port}" in said
            assert "'one'" in said
            until(lambda: member.status("/readyz") == 503, "passive with its node", 60)
            assert member.status("/") == 503
            assert member.status("/login") == 200
