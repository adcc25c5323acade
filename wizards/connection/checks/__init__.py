"""Trying a database, one step after the other, without leaving anything behind."""

from wizards.connection.checks.report import Report, Step, Trouble
from wizards.connection.checks.run import check

__all__ = ["Report", "Step", "Trouble", "check"]
