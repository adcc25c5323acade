"""The ways to break the active node, or to choose another. Each says when it was, and how it is mended."""

import signal
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from tests.failover.cluster import Cluster
from tests.failover.node import Node
from tests.live.web import Browser
from tests.waiting import until


@dataclass(frozen=True)
class Broken:
    """`mend` brings `node` back; `after` is the moment from which an acknowledgement proves service again."""

    at: float
    node: Node
    mend: Callable[[], None] = field(default=lambda: None)
    variant: str = ""
    after: float = 0.0
    same_may_serve: bool = False


def kill(cluster: Cluster, number: int) -> Broken:
    """kill -9, every process of the node."""
    node, at = cluster.active, time.time()
    node.kill()
    return Broken(at, node, node.desk.launch)


def pause(cluster: Cluster, number: int) -> Broken:
    """SIGSTOP past the limit, then it goes on where it was."""
    node, at = cluster.active, time.time()
    node.signal(signal.SIGSTOP)
    return Broken(at, node, lambda: node.signal(signal.SIGCONT))


def pause_in_change(cluster: Cluster, number: int) -> Broken:
    """SIGSTOP while a transaction holds its locks: before its fence, or between fence and commit."""
    node, where = cluster.active, ("before", "after")[number % 2]
    inside = node.desk.var_dir / f"inside-{where}"
    inside.unlink(missing_ok=True)
    (node.desk.var_dir / f"hold-{where}").touch()
    until(inside.exists, "no change came by")
    at = time.time()
    node.signal(signal.SIGSTOP)
    inside.unlink()
    return Broken(at, node, lambda: node.signal(signal.SIGCONT), f"{where} the fence")


def cut(cluster: Cluster, number: int) -> Broken:
    """The node reaches the database no more: refused, or nothing is heard at all."""
    node, is_silent, at = cluster.active, bool(number % 2), time.time()
    node.wire.cut(silent=is_silent)
    return Broken(at, node, node.wire.mend, "silent" if is_silent else "refused")


def choose(cluster: Cluster, number: int) -> Broken:
    """Set Active, on the page."""
    node, other = cluster.active, cluster.passive
    page = cluster.administrator()
    at = time.time()
    answer = page.post(f"/settings/cluster/{cluster.number_of(other.name)}/activate")
    assert answer.status == 302, answer
    return Broken(at, node)


def activate_node(cluster: Cluster, number: int) -> Broken:
    """The button of `/ActivateNode`, on the passive node itself, by nobody in particular."""
    node, other = cluster.active, Browser(cluster.passive.desk.port)
    path = ("/ActivateNode", "/ActivateNode.aspx")[number % 2]
    assert other.get(path).status == 200
    at = time.time()
    answer = other.post(path)
    assert answer.status == 200, answer
    return Broken(at, node)


def restart_database(cluster: Cluster, number: int) -> Broken:
    """The database goes at once, and comes back after a moment."""
    node, at = cluster.active, time.time()
    cluster.server.crash()
    time.sleep(0.5 + number % 3)
    cluster.server.start()
    return Broken(at, node, after=time.time(), same_may_serve=True)


Break = Callable[[Cluster, int], Broken]
KINDS: dict[str, Break] = {
    "kill": kill,
    "pause": pause,
    "pause-in-change": pause_in_change,
    "cut-off": cut,
    "set-active": choose,
    "activate-node": activate_node,
    "database": restart_database,
}
MANUAL = {"set-active", "activate-node"}
