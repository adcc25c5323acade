"""Trying MySQL and MariaDB."""

from wizards.connection.checks.mysql.lines import check

__all__ = ["check"]
