"""The first start: whether the Database Connection Wizard is to be shown, and the way there and back."""

import json
import os
import sys
from pathlib import Path
from typing import IO, NoReturn

from django.conf import settings
from django.urls import NoReverseMatch, reverse

from accounts.selectors.first import is_first_sign_in_open
from wizards.connection import state
from wizards.connection.target import SQLITE_FILE


def is_first() -> bool:
    """No database is named anywhere and none stands in VAR_DIR; or the wizard was left before its end."""
    if settings.DEMO or settings.DATABASE_FROM == "environment":
        return False
    if state.load() is not None:
        return True
    path = Path(settings.VAR_DIR) / SQLITE_FILE
    is_made = path.is_file() and path.stat().st_size > 0
    return settings.DATABASE_FROM == "" and not is_made


def show_wizard(host: str, port: int, held: IO[str]) -> NoReturn:
    """Becomes the wizard: the same process and the same port. It becomes `serve` again when it is done."""
    back = json.dumps({"argv": sys.orig_argv, "cwd": str(Path.cwd()), "host": host, "port": port})
    held.close()
    sys.stdout.flush()
    os.chdir(settings.BASE_DIR)
    os.execv(sys.executable, [sys.executable, "-m", "helpdesk.serve.wizard", back])  # noqa: S606 - no shell is wanted


def after_tables() -> dict[str, object]:
    """What the wizard's last page says: where to go on, and whether the first administrator was made."""
    try:
        address = reverse("settings_setup")
    except NoReverseMatch:
        address = reverse("login")
    return {"next": address, "admin": is_first_sign_in_open()}
