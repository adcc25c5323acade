"""The keys of the desk that is restored: here already, in the backup, or lost."""

from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings

from common import secrets
from helpdesk.backup import keys
from helpdesk.backup.archive import Archive
from helpdesk.backup.errors import BackupError
from helpdesk.settings.security import SECRETS_DIR

LOST = "passwords of mail accounts, directories and providers, secrets of web hooks and second factors"


def unlock(archive: Archive, *, with_key: bool, without_secrets: bool) -> bool:
    """True when secrets have to be emptied. Raises BackupError when they could not be read again."""
    if archive.manifest.keys.data == secrets.fingerprint():
        return False
    if with_key:
        take_over(archive)
        return False
    if without_secrets:
        return True
    way = (
        "Its key files are in it: restore with --with-key."
        if archive.manifest.keys.included
        else f"Its key files are not in it: copy them to {SECRETS_DIR} (or set DATA_KEY) first."
    )
    raise BackupError(
        f"This node has another DATA_KEY than the desk of the backup, so {LOST} could not be read. {way}"
        " If the key is lost for good: --without-secrets empties them; they are entered anew then."
    )


def take_over(archive: Archive) -> None:
    """The key files of the backup become this node's; its own are kept beside them. Raises BackupError."""
    if not archive.manifest.keys.included:
        raise BackupError("The key files are not in this backup.")
    for name in keys.NAMES:
        value = archive.key(name)
        if value != getattr(settings, name):
            _replace(name, value)
            setattr(settings, name, value)
    if archive.manifest.keys.data != secrets.fingerprint():
        raise BackupError("The key files in this backup are not those of its desk.")


def _replace(name: str, value: str) -> None:
    path = Path(SECRETS_DIR) / name.lower()
    if not path.is_file() or path.read_text().strip() != getattr(settings, name):
        raise BackupError(
            f"{name} is set in the environment of this node. Set it to the one of the backup"
            " (the member keys/… of the file), then restore again."
        )
    path.rename(path.with_name(f"{path.name}.before-{datetime.now(UTC):%Y%m%d%H%M%S}"))
    path.touch(mode=0o600)
    path.write_text(value)
