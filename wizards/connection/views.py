"""The pages of the wizard. Whoever comes here has opened the door: see middleware.py."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from common import peer
from wizards.connection import result, state, store
from wizards.connection.checks import check
from wizards.connection.engines import ENGINES
from wizards.connection.forms import ConnectionForm
from wizards.connection.runner import the_runner


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """To the step that is next."""
    begun = state.load()
    return redirect("tables" if begun and begun.is_making_tables else "connection")


@require_http_methods(["GET", "POST"])
def connection(request: HttpRequest) -> HttpResponse:
    """Engine, place and account: try them, and go on with them."""
    begun = state.load()
    if begun and begun.is_making_tables:
        return redirect("tables")
    form = ConnectionForm(request.POST or None, initial=_before(begun))
    words: dict[str, object] = {"form": form, "step": "connection"}
    if not peer.is_local(request) and not request.is_secure():
        words["tunnel"] = _tunnel(request)
    if request.method == "POST" and form.is_valid():
        is_final = request.POST.get("do") == "create"
        report = (store.establish if is_final else check)(form.target())
        if is_final and report.is_good:
            the_runner.start()
            return redirect("tables")
        words["result"] = result.of(report)
    return render(request, "wizards/connection/connection.html", words, status=422 if form.errors else 200)


def _tunnel(request: HttpRequest) -> str:
    """The command for one's own machine that brings this page there through SSH."""
    host = request.get_host().removesuffix(f":{request.get_port()}")
    return f"ssh -L {request.get_port()}:localhost:{request.get_port()} {host}"


def _before(begun: state.State | None) -> dict[str, object]:
    """What was entered when the wizard was left; never the password."""
    if begun is None:
        return {}
    if begun.engine in ENGINES and not ENGINES[begun.engine].is_server:
        return {"engine": begun.engine}
    entered = ("engine", "host", "port", "name", "user", "encryption", "authority")
    return {name: value for name in entered if (value := getattr(begun, name))}


@require_GET
def tables(request: HttpRequest) -> HttpResponse:
    """How far the tables are. The page asks for itself every second."""
    progress = the_runner.progress
    begun = the_runner.begun if progress.stage == "done" else state.load()
    if progress.stage != "done" and not (begun and begun.is_making_tables):
        return redirect("connection")
    if progress.stage == "waiting" and begun and begun.is_paused:
        progress.stage = "paused"
    words = {
        "progress": progress,
        "begun": begun,
        "step": "start" if progress.stage == "done" else "tables",
        "place": result.place(begun),
        "trouble": progress.trouble,
    }
    return render(request, "wizards/connection/tables.html", words)


@require_POST
def change(request: HttpRequest, verb: str) -> HttpResponse:
    """Pause, go on, or back to the connection."""
    if verb == "pause":
        the_runner.pause()
    elif verb == "go":
        the_runner.start()
    elif verb == "back" and not the_runner.is_busy:
        state.go_back()
        return redirect("connection")
    elif verb != "back":
        raise Http404
    return redirect("tables")
