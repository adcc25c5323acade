"""What stands in a database already: nothing, a desk, or something else."""

from collections.abc import Collection, Iterable
from functools import cache
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from wizards.connection.checks.report import CheckFailedError, Trouble

SIGN = {"django_migrations", "clustering_node"}  # a desk has both
SHOWN = 4


def judge(tables: Collection[str], name: str) -> bool:
    """True when it holds a desk or the beginnings of one. Raises CheckFailedError for anything else."""
    if not tables:
        return False
    if "django_migrations" in tables:
        return True
    shown = sorted(tables)
    rest = len(shown) - SHOWN
    raise CheckFailedError(
        Trouble(
            _("The database holds something else"),
            _("Tables found: %(names)s") % {"names": ", ".join(shown[:SHOWN]) + (" …" if rest > 0 else "")},
            _(
                "The desk needs a database of its own. Enter a name that does not exist yet, "
                "and “%(name)s” stays as it is."
            )
            % {"name": name},
        )
    )


def judge_migrations(applied: Iterable[tuple[str, str]], name: str) -> bool:
    """True when it is a whole or begun desk of this version or an older one."""
    rows = list(applied)
    ours = {app for app, _name in known_migrations()}
    unknown = sorted(
        f"{app}.{step}" for app, step in rows if app in ours and (app, step) not in known_migrations()
    )
    foreign = bool(rows) and not ours & {app for app, _step in rows} and not _is_begun(rows)
    if foreign:
        judge({f"{app}_…" for app, _step in rows}, name)
    if unknown:
        raise CheckFailedError(
            Trouble(
                _("The database was made by a newer version"),
                _("Changes unknown here: %(names)s") % {"names": ", ".join(unknown[:SHOWN])},
                _("Install that version on this server, or restore a backup made before the upgrade."),
            )
        )
    return True


def _is_begun(rows: list[tuple[str, str]]) -> bool:
    """Only what comes with the framework stands there: the very first steps of a desk."""
    return {app for app, _step in rows} <= {"contenttypes", "auth", "sessions"}


@cache
def known_migrations() -> frozenset[tuple[str, str]]:
    """App and name of every migration of our own apps, from their files: no model is loaded for it."""
    base = Path(settings.BASE_DIR)
    return frozenset((path.parent.parent.name, path.stem) for path in base.glob("*/migrations/[0-9]*.py"))
