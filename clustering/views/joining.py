"""How a server joins: the commands to copy, without a secret of this one."""

import string
from typing import Any

from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from clustering.permissions import MANAGE_CLUSTER
from clustering.selectors import nodes
from common.bucket import is_bucket
from common.database import query
from common.guard import for_permission

FOLDER = "/srv/helpdesk/var"  # of the new server


@require_safe
@for_permission(MANAGE_CLUSTER)
def add(request: HttpRequest) -> HttpResponse:
    """The page of the button *Add*."""
    engine = {"postgresql": "postgres", "mysql": "mysql"}.get(connection.vendor, "")
    encrypted = query.given(connection.settings_dict)
    start = " ".join(f"{name}='{value}'" for name, value in _settings(engine, encrypted).items())
    parts: dict[str, Any] = {
        "engine": engine,
        "is_bucket": is_bucket(settings.STORAGE_URL),
        "version": settings.VERSION,
    }
    parts["files"] = [value for value in encrypted.values() if value.startswith("/")]
    parts["copy"] = f"scp -r {settings.NODE_NAME}:{FOLDER}/secrets {FOLDER}/"
    parts["start"] = f"{start} python manage.py serve"
    return render(request, "settings/cluster/add.html", parts)


def _settings(engine: str, encrypted: dict[str, str]) -> dict[str, str]:
    database = connection.settings_dict
    where = f"{database['HOST'] or 'localhost'}:{database['PORT'] or ''}".rstrip(":")
    keys = {"STORAGE_KEY": "KEY", "STORAGE_SECRET": "SECRET"} if is_bucket(settings.STORAGE_URL) else {}
    return {
        "DATABASE_URL": f"{engine}://USER:PASSWORD@{where}/{database['NAME']}{query.text(encrypted)}",
        "STORAGE_URL": settings.STORAGE_URL,
        **keys,
        "SECRETS_DIR": f"{FOLDER}/secrets",
        "BASE_URL": settings.BASE_URL,
        "NODE_NAME": _free_name(),
        "HOST": "0.0.0.0",  # noqa: S104 - the command of another server, behind its proxy
        "PORT": "8000",
    }


def _free_name() -> str:
    """The next one that no node has: a name is a node, and two servers of one name would be one."""
    taken = {*nodes().values_list("name", flat=True), settings.NODE_NAME}
    names = (f"desk-{letter}" for letter in string.ascii_lowercase[1:])
    return next((name for name in names if name not in taken), "NAME")
