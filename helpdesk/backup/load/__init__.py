"""Rows on their way into a database: changed where they must be, written in bulk, read back."""

from helpdesk.backup.load.changing import Changes
from helpdesk.backup.load.constraints import without_constraints
from helpdesk.backup.load.loading import load

__all__ = ["Changes", "load", "without_constraints"]
