"""Three nodes on one database, each with its own port, folder and wire, and the files in common."""

import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tests import licences
from tests.failover import ledger
from tests.failover.background import Background
from tests.failover.databases import Server
from tests.failover.node import Node
from tests.failover.proxy import Backend, Proxy
from tests.failover.wire import Wire
from tests.live.company import PASSWORD, Plan, found, run_module
from tests.live.web import Browser
from tests.servers.desk import Desk
from tests.waiting import until

NAMES = ("one", "two", "three")
SETTINGS = {
    "SEND_DELAY_SECONDS": "0",
    "SUBMIT_LIMIT": "1000000",
    "WEB_WORKERS": "1",
    "LOG_LEVEL": "WARNING",
    "DJANGO_SETTINGS_MODULE": "tests.failover.hooks",
}
FRESH_SECONDS = 4.0
WATCHED_SECONDS = 6.5  # a node that has just come must watch the active one for the whole limit
PATIENCE_SECONDS = 180.0


@dataclass(frozen=True)
class Role:
    role: str
    age: float  # seconds since the last heartbeat, on the database's clock


@dataclass
class Cluster:
    server: Server
    office: Desk  # runs commands, past the wires
    nodes: dict[str, Node]
    proxy: Proxy
    browser: Browser
    fresh_since: dict[str, float] = field(default_factory=dict)
    returning: set[str] = field(default_factory=set)  # broken nodes that must come back as passive ones

    def roles(self) -> dict[str, Role]:
        """As the database has them."""
        age = (
            "EXTRACT(EPOCH FROM clock_timestamp() - heartbeat_at)"
            if self.server.engine == "postgres"
            else "TIMESTAMPDIFF(MICROSECOND, heartbeat_at, UTC_TIMESTAMP(6)) / 1000000"
        )
        rows = self.server.rows(f"SELECT name, role, {age} FROM clustering_node")
        return {name: Role(role, float(age or 0)) for name, role, age in rows}

    @property
    def active(self) -> Node:
        return self.nodes[next(name for name, one in self.roles().items() if one.role == "active")]

    @property
    def passive(self) -> Node:
        """One that may become active: the freshest."""
        rows = self.roles().items()
        ages = {name: one.age for name, one in rows if one.role == "passive"}
        return self.nodes[min(ages, key=lambda name: ages[name])]

    def number_of(self, name: str) -> int:
        return int(self.server.rows(f"SELECT id FROM clustering_node WHERE name = '{name}'")[0][0])

    def administrator(self) -> Browser:
        """At the proxy, signed in once."""
        if not self.browser.cookies:
            self.browser.sign_in("admin", PASSWORD)
        return self.browser

    def start(self, settings: Mapping[str, Mapping[str, str]] | None = None) -> None:
        """All nodes, some with settings of their own; the others are enabled when they have appeared."""
        first, *others = self.nodes.values()
        for group in ([first], others):
            for node in group:
                node.desk.settings = {**node.settings, **(settings or {}).get(node.name, {})}
                node.desk.launch()
            for node in group:
                node.desk.wait_until_up(PATIENCE_SECONDS)
        until(lambda: len(self.roles()) == len(self.nodes), "a node did not appear")
        until(self._all_enabled, "a node could not be enabled")

    def _all_enabled(self) -> bool:
        """A node must have proven first that it sees the same files and the same database."""
        waiting = [name for name, one in self.roles().items() if one.role == "disabled"]
        for name in waiting:
            try:
                run_module(self.office, "tests.failover.enable", name)
            except RuntimeError as error:
                if "ActivationRefusedError" not in str(error):
                    raise
        return not waiting

    def settle(self) -> None:
        """Waits until the next break may come: one acts, another has watched it long enough."""
        until(self._is_settled, "the cluster did not settle")

    def _is_settled(self) -> bool:
        rows, now = self.roles(), time.monotonic()
        fresh = {name for name, one in rows.items() if one.age < FRESH_SECONDS}
        self.fresh_since = {name: self.fresh_since.get(name, now) for name in fresh}
        passive = [name for name in fresh if rows[name].role == "passive"]
        self.returning -= {name for name in passive if self.nodes[name].readiness() == 503}
        is_active = any(rows[name].role == "active" for name in fresh)
        return is_active and any(now - self.fresh_since[name] > WATCHED_SECONDS for name in passive)

    def all_back(self) -> None:
        """Waits until every node that was broken has come back, as a passive one."""

        def are_back() -> bool:
            self._is_settled()
            return not self.returning

        until(are_back, "a broken node did not come back as a passive one")

    def stop(self) -> None:
        for node in self.nodes.values():
            node.kill()
            node.desk.process = None
        self.fresh_since.clear()


@contextmanager
def founded(server: Server, plan: Plan, folder: Path) -> Iterator[Cluster]:
    """A cluster with its company, not yet started."""
    background = Background()
    common = {
        **SETTINGS,
        "STORAGE_URL": f"file://{folder / 'files'}",
        "LICENSOR_KEYS": str(licences.PUBLIC_FILE),
        "LICENSOR_URL": "",
    }
    office_settings = {name: value for name, value in common.items() if name != "DJANGO_SETTINGS_MODULE"}
    office = Desk(server.url(), folder / "office", settings=office_settings)
    office.manage("migrate", "--verbosity=0")
    ledger.open_ledger(server)
    licences.license_desk(office.env)
    found(office, plan)
    nodes = {}
    for name in NAMES:
        wire = Wire(background, server.port).start()
        desk = Desk(server.url(wire.port), folder / name, settings={**common, "NODE_NAME": name})
        nodes[name] = Node(name, desk, wire, desk.settings)
    proxy = Proxy(background, [Backend(node.name, node.desk.port) for node in nodes.values()]).start()
    cluster = Cluster(server, office, nodes, proxy, Browser(proxy.port))
    try:
        yield cluster
    finally:
        cluster.stop()
        background.stop()
