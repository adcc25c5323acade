"""Bringing the database up to the version of the code: once, however many nodes start together."""

from helpdesk.upgrade.errors import NewerSchemaError, OldNodesError, UpgradeError
from helpdesk.upgrade.perform import Result, run
from helpdesk.upgrade.state import SchemaState, read_state

__all__ = ["NewerSchemaError", "OldNodesError", "Result", "SchemaState", "UpgradeError", "read_state", "run"]
