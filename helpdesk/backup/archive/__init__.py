"""The file: a ZIP archive with one member a table, one with all attachments, and a table of contents."""

from helpdesk.backup.archive.reader import Archive
from helpdesk.backup.archive.writer import Writer

__all__ = ["Archive", "Writer"]
