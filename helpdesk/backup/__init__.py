"""Backup and restore: the whole desk in one file, the same for all three databases. See docs/backup.md."""

from helpdesk.backup.errors import BackupError
from helpdesk.backup.making import Made, back_up
from helpdesk.backup.restoring import Restored, restore
from helpdesk.backup.verifying import verify

__all__ = ["BackupError", "Made", "Restored", "back_up", "restore", "verify"]
