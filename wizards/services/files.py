"""Step 5: can files be written, read and removed where they are kept?"""

import secrets
from collections.abc import Callable

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils.translation import gettext as _

from common.bucket import ObjectStoreError
from common.checks import Action, CheckReport, StepError, run_steps
from common.templatetags.parts import filesize_short
from common.unit import assert_no_transaction
from wizards.selectors.folder import data_folder

PROBE_BYTES = 64 * 1024


class Probe:
    """A file that is written, read and removed again."""

    def __init__(self) -> None:
        self.content = secrets.token_bytes(PROBE_BYTES)
        self.name = f"probe/{secrets.token_hex(8)}"
        self.is_there = False

    def write(self) -> str:
        self.name = default_storage.save(self.name, ContentFile(self.content))
        self.is_there = True
        return ""

    def read(self) -> str:
        with default_storage.open(self.name, "rb") as file:
            if file.read() != self.content:
                raise StepError("content", _("What was read is not what was written."))
        return ""

    def remove(self) -> str:
        default_storage.delete(self.name)
        self.is_there = False
        return ""


def _space() -> str:
    folder = data_folder()
    if folder.path is None:
        return ""
    free = filesize_short(folder.free)
    if folder.is_nearly_full:
        raise StepError("space", _("Only %(free)s are free.") % {"free": free})
    return free


def _told(key: str, deed: Callable[[], str]) -> Callable[[], str]:
    """The deed, whose failures are told in the words of the system."""

    def tried() -> str:
        try:
            return deed()
        except StepError:
            raise
        except ObjectStoreError as error:
            raise StepError(error.reason, str(error)) from error
        except Exception as error:  # each kind of storage has errors of its own
            raise StepError(key, str(error) or type(error).__name__) from error

    return tried


def check_files() -> CheckReport:
    """Tries the data folder, or the object storage. Leaves nothing behind."""
    assert_no_transaction()
    probe = Probe()
    actions: list[Action] = [
        ("write", _("Write a file"), _told("write", probe.write)),
        ("read", _("Read it back"), _told("read", probe.read)),
        ("remove", _("Remove it"), _told("remove", probe.remove)),
    ]
    if data_folder().path is not None:
        actions.append(("space", _("Room for files to come"), _told("space", _space)))

    def close() -> None:
        if probe.is_there:
            default_storage.delete(probe.name)

    return run_steps(actions, close)
