"""Trying PostgreSQL."""

from wizards.connection.checks.postgres.lines import check

__all__ = ["check"]
