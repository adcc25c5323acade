"""The database on a settings page: which one it is, trying another, naming that one for the next start."""

from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.permissions import ADMINISTER
from accounts.views.guard import PersonRequest, permission_required
from common.audit import history
from wizards.connection import encryption, node_file, protocol, result, state, store
from wizards.connection.checks import check
from wizards.connection.forms import ConnectionForm
from wizards.connection.remember import KIND, note
from wizards.connection.target import Target, from_settings


def _now() -> Target:
    return from_settings(settings.DATABASES["default"])


def _may_write() -> bool:
    """What stands in the environment comes before the file: to write it would change nothing."""
    return settings.DATABASE_FROM != "environment" and not settings.DEMO


@require_http_methods(["GET", "POST"])
@permission_required(ADMINISTER)
def database(request: PersonRequest) -> HttpResponse:
    """Tries another connection; with “write”, names it in the settings file of this server."""
    form = ConnectionForm(request.POST or None, initial=_initial())
    found = None
    if request.method == "POST" and form.is_valid():
        target = form.target(_now())
        is_final = request.POST.get("do") == "write" and _may_write()
        report = (store.establish if is_final else check)(target)
        if is_final and report.is_good:
            note("database.named", result.place(state.load()), actor=request.user.actor)
            return redirect("settings_database")
        found = result.of(report)
    return _page(request, form, found)


def _page(request: HttpRequest, form: ConnectionForm, found: result.Result | None) -> HttpResponse:
    words = {
        "form": form,
        "result": found,
        "now": _now(),
        "encryption": _encryption(),
        "named_in": _named_in(),
        "may_write": _may_write(),
        "pending": result.place(state.load()),
        "history": history(KIND, 0)[:20],
    }
    return render(request, "settings/database/page.html", words, status=422 if form.errors else 200)


def _initial() -> dict[str, object]:
    """The connection at work, without its password; another engine starts with what is usual there."""
    now = _now()
    if not now.engine.is_server:
        return {}
    way = encryption.of(now)
    return {
        "engine": now.engine.key,
        "host": now.host,
        "port": now.port,
        "name": now.name,
        "user": now.user,
        "encryption": way if way in encryption.WAYS else encryption.OFFERED,
        "authority": encryption.authority(now),
    }


def _encryption() -> dict[str, object]:
    """What holds for new connections, and what this one has."""
    if connection.vendor not in protocol.QUERIES:
        return {}
    with connection.cursor() as cursor:

        def ask(sql: str) -> list[tuple[object, ...]]:
            cursor.execute(sql)
            return list(cursor.fetchall())

        used = protocol.used(connection.vendor, ask)
    now = _now()
    return {"used": used, "way": encryption.LABELS[encryption.of(now)], "file": encryption.authority(now)}


def _named_in() -> str:
    if settings.DATABASE_FROM == "environment":
        return _("the environment of the desk, as DATABASE_URL")
    if settings.DATABASE_FROM == "node":
        return str(settings.NODE_FILE)
    return _("nowhere: it is the file that a desk without a setting uses")


@require_POST
@permission_required(ADMINISTER)
def undo(request: PersonRequest) -> HttpResponse:
    """The next start uses the database of now again."""
    if (begun := state.load()) and _may_write():
        node_file.write(settings.NODE_FILE, {"DATABASE_URL": _now().url})
        state.finish()
        note("database.kept", result.place(begun), actor=request.user.actor)
    return redirect("settings_database")
