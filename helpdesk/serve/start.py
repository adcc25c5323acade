"""What happens once, before the first process starts: checks, folders, static files, loading the product."""

import fcntl
import os
import shutil
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.template import TemplateDoesNotExist, TemplateSyntaxError
from django.template.loader import get_template
from django.urls import get_resolver
from django.utils import translation

from clustering.selectors import nodes
from helpdesk.backup import BackupError, marker
from helpdesk.celery import app
from helpdesk.upgrade import UpgradeError
from helpdesk.upgrade.perform import wait_for_database
from helpdesk.upgrade.state import shortened
from organization.models import Brand

QUEUES = ("work", "mail")
# Loaded before the first fork: what all processes have in common is in memory once.
WORKER_MODULES = (
    "celery.apps.beat",
    "celery.apps.worker",
    "celery.concurrency.thread",
    "celery.worker.consumer",
    "helpdesk.broker",
    "kombu.transport.redis",
    "httptools",
    "uvloop",
    "uvicorn.protocols.http.httptools_impl",
)


class NotReadyError(Exception):
    """The desk cannot start; the text says what to do."""


def check_database(say: Callable[[str], object]) -> None:
    """Waits for the database; it must be one that this version works with. Raises NotReadyError."""
    try:
        state = wait_for_database(say)
        marker.require_whole()
        state.require_usable()
    except (UpgradeError, BackupError) as error:
        raise NotReadyError(str(error)) from error
    if state.missing:
        names = shortened(state.missing)
        raise NotReadyError(f"The database is not up to date ({names}). Run: manage.py upgrade")
    if state.is_newer and state.record is not None:
        say(
            f"Version {state.record.version} has upgraded the database; {settings.VERSION} works with it too."
        )


def check_node(name: str) -> None:
    """The node that a web member joins must be there. Raises NotReadyError."""
    known = list(nodes().values_list("name", flat=True))
    if name not in known:
        names = ", ".join(known) or "none yet"
        raise NotReadyError(f"No server is called {name!r}. The servers of this desk: {names}.")


def prepare_folders() -> None:
    """The broker folder, emptied: its messages are wake-ups, and what they spoke of stands in rows."""
    if settings.REDIS_URL:
        return
    shutil.rmtree(settings.BROKER_DIR, ignore_errors=True)
    control = Path(settings.BROKER_DIR) / "control"
    control.mkdir(parents=True, exist_ok=True)
    for name in QUEUES:  # kombu makes such a file empty first: a process that read it then would end
        (control / f"{name}.exchange").write_text("[]")


def collect_static(say: Callable[[str], object]) -> None:
    """Style sheets, scripts and icons, when one is newer than what was collected last."""
    root = Path(settings.STATIC_ROOT)
    root.mkdir(parents=True, exist_ok=True)
    with root.with_name(f"{root.name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        manifest = root / "staticfiles.json"
        if manifest.exists() and manifest.stat().st_mtime >= max(_times(), default=0.0):
            return
        say("Collecting static files")
        call_command("collectstatic", interactive=False, verbosity=0)
        if manifest.exists():
            os.utime(manifest)


def _times() -> Iterator[float]:
    for folder in settings.STATICFILES_DIRS:
        for path, _, names in os.walk(folder):
            yield from ((Path(path) / name).stat().st_mtime for name in names)


def load_product() -> Any:
    """Routes, templates and catalogues into memory, so that the first request is as quick as the second.

    Returns the ASGI application. It is made here and not by an import: it looks for the static files at once.
    """
    app.finalize()
    app.loader.import_default_modules()
    for name in WORKER_MODULES:
        import_module(name)
    for name in sorted(_template_names()):
        try:
            get_template(name)
        except (TemplateDoesNotExist, TemplateSyntaxError):  # the page that needs it will say so
            continue
    for code, _ in settings.LANGUAGES:
        with translation.override(code):
            translation.gettext("Sign in")
    resolver = get_resolver()
    assert resolver.url_patterns is not None
    assert resolver.reverse_dict is not None
    return import_module("helpdesk.asgi").application


def _template_names() -> Iterator[str]:
    bases: list[Path] = [settings.BASE_DIR / "templates"]
    bases += [folder for folder in settings.BASE_DIR.glob("*/templates") if folder.is_dir()]
    for base in bases:
        yield from (str(path.relative_to(base)) for path in base.rglob("*.html"))


def addresses(host: str, port: int) -> list[str]:
    """Where the desk is reached: its own address and the brands'."""
    shown = "localhost" if host in {"127.0.0.1", "0.0.0.0", "::", "::1", "localhost"} else host  # noqa: S104
    found = [f"http://{shown}:{port}"]
    hosts = Brand.objects.filter(is_active=True).exclude(host=None).order_by("sort", "id")
    for name in hosts.values_list("host", flat=True):
        url = f"http://{name}:{port}"
        if url not in found:
            found.append(url)
    return found
