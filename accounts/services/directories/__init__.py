"""Directories: set up by administrators, tried before they are trusted, asked at sign-in."""

from accounts.services.directories.admitting import admit
from accounts.services.directories.checking import check_directory
from accounts.services.directories.keeping import (
    delete_directory,
    note_outcome,
    save_directory,
    set_directory_active,
)
from accounts.services.directories.rechecking import recheck_people

__all__ = [
    "admit",
    "check_directory",
    "delete_directory",
    "note_outcome",
    "recheck_people",
    "save_directory",
    "set_directory_active",
]
