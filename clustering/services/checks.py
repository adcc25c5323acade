"""A node finds out whether it may be active: same data files, database, schema and key file."""

import secrets as random

from django.conf import settings
from django.db.models.functions import Now

from clustering.facts import DATABASE, FILES, KEY, SAME, SCHEMA, Checks, is_good
from clustering.gateways import probe, schema
from clustering.models import Lease, Node
from clustering.selectors import schema_record
from common import secrets
from common.actor import Actor
from common.audit import record
from common.unit import assert_no_transaction, write_unfenced
from common.versions import is_older

PROBE, MINE = "probe-", "node-"


def check_node(name: str) -> bool:
    """Makes all checks and notes them in the node's row; True when the node may be active.

    Files are read and written outside any transaction: a data folder that hangs holds nothing up.
    """
    assert_no_transaction()
    lease = Lease.objects.select_related("node").get(pk=1)
    is_active = lease.node is not None and lease.node.name == name
    files, database = _check_files(lease, write_probe=is_active)
    mine = secrets.fingerprint()
    if is_active and lease.fingerprint != mine:
        _note(lease, fingerprint=mine)
        lease.fingerprint = mine
    key = "none" if not lease.fingerprint else SAME if lease.fingerprint == mine else "differ"
    checks: Checks = {FILES: files, DATABASE: database, SCHEMA: _check_schema(), KEY: [key, ""]}
    Node.objects.filter(name=name).update(checks=checks, checked_at=Now(), check_wanted=False)
    return is_good(checks)


def _note(lease: Lease, **values: str) -> None:
    """For the other nodes, unless the lease has gone elsewhere meanwhile."""
    Lease.objects.filter(pk=1, epoch=lease.epoch).update(**values)


def _content(lease: Lease, name: str) -> str:
    """What stands in a probe: whoever has not both files and database cannot know it."""
    return f"{lease.database_id} {secrets.sign('probe', f'{lease.database_id} {name}')}"


def _check_files(lease: Lease, *, write_probe: bool) -> tuple[list[str], list[str]]:
    try:
        if write_probe:
            return _write_probe(lease), [SAME, ""]
        _prove_writing()
    except Exception as error:  # noqa: BLE001 - each kind of storage has errors of its own
        return ["unwritable", _said(error)], [SAME, ""]
    try:
        return _compare(lease)
    except Exception as error:  # noqa: BLE001 - as above
        return ["unreadable", _said(error)], [SAME, ""]


def _said(error: Exception) -> str:
    return str(getattr(error, "strerror", None) or error)[:200]


def _write_probe(lease: Lease) -> list[str]:
    """The active node writes a file that the others must find."""
    name = f"{PROBE}{random.token_hex(8)}"
    probe.write(name, _content(lease, name))
    if probe.read(name) != _content(lease, name):
        return ["unreadable", ""]
    _note(lease, probe=name)
    probe.tidy({name, lease.probe})
    return [SAME, ""]


def _prove_writing() -> None:
    name = f"{MINE}{random.token_hex(8)}"
    probe.write(name, name)
    probe.delete(name)


def _compare(lease: Lease) -> tuple[list[str], list[str]]:
    if not lease.probe:
        return ["none", ""], [SAME, ""]
    found = probe.read(lease.probe)
    if found is None:  # it may just have been replaced by the next one
        lease.refresh_from_db(fields=["probe"])
        found = probe.read(lease.probe)
    if found is None:
        return ["differ", ""], ["differ" if _is_anothers(lease) else SAME, ""]
    # A probe that is there, but signed by another key: the key's own check says so.
    return [SAME, ""], [SAME if found.split(" ")[0] == lease.database_id else "differ", ""]


def _is_anothers(lease: Lease) -> bool:
    """Whether the folder holds probes, and they are of another database."""
    there = [probe.read(name) or "" for name in probe.names() if name.startswith(PROBE)]
    return bool(there) and all(text.split(" ")[0] != lease.database_id for text in there)


def _check_schema() -> list[str]:
    """An older program may work with a newer database that says so."""
    difference = schema.difference()
    if difference.missing:
        return ["missing", difference.missing[0]]
    kept = schema_record()
    if difference.unknown and (kept is None or is_older(settings.VERSION, kept.compatible_from)):
        return ["newer", difference.unknown[0]]
    return [SAME, ""]


@write_unfenced
def ask_check(node: Node, *, actor: Actor) -> None:
    """The node looks anew with one of its next heartbeats."""
    Node.objects.filter(pk=node.pk).update(check_wanted=True)
    record("node", node.pk, "node.check_asked", actor, {"node": node.name})
