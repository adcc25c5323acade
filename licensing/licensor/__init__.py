"""The licensor's side: makes keys, answers desks. It works in a folder of its own, without a desk."""

from licensing.licensor.answering import answer, confirmation
from licensing.licensor.errors import RefusedError
from licensing.licensor.folder import Folder, FolderError
from licensing.licensor.selling import activations, issue, issued, release, revoke
from licensing.licensor.server import LicensorServer

__all__ = [
    "Folder",
    "FolderError",
    "LicensorServer",
    "RefusedError",
    "activations",
    "answer",
    "confirmation",
    "issue",
    "issued",
    "release",
    "revoke",
]
