"""Step 5: the data folder."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.permissions import ADMINISTER
from accounts.views.guard import PersonRequest, permission_required
from common import bucket
from common.checks import CheckReport, Result
from wizards.selectors.folder import data_folder, key_folder
from wizards.services.files import check_files
from wizards.views.advice import store_advice
from wizards.views.page import draw, is_skipped, onward, skip

KEY = "files"
EXAMPLES = ("STORAGE_URL=file:///srv/helpdesk/files", f"STORAGE_URL={bucket.EXAMPLE}")
STATES = {Result.OK: "ok", Result.FAILED: "bad", Result.NOT_TRIED: "skip"}


def result_of(report: CheckReport) -> dict[str, Any]:
    """The context of components/result.html."""
    steps = [
        {
            "state": STATES[step.result],
            "label": f"{step.label}: {step.said}" if step.said and step.result is Result.OK else step.label,
            "end": _("%(n)s ms") % {"n": step.milliseconds} if step.result is not Result.NOT_TRIED else "",
        }
        for step in report.steps
    ]
    failed = report.failed
    if failed is None:
        return {"good": True, "title": _("Files can be written, read and removed"), "steps": steps}
    title, to_do = _trouble(failed.cause)
    safe = _("Files that are there stay as they are.")
    return {
        "good": False,
        "title": title,
        "steps": steps,
        "happened": failed.said,
        "to_do": to_do,
        "safe": safe,
    }


def _trouble(cause: str) -> tuple[str, str]:
    if cause == "space":
        return (
            _("The disk is nearly full"),
            _("Make room, or keep files elsewhere: set STORAGE_URL and start again."),
        )
    if data_folder().path is None:
        return _("Files cannot be kept there"), store_advice(cause)
    to_do = _("Give the account that runs the desk the right to write there: chown -R USER %(folder)s")
    return _("Files cannot be kept there"), to_do % {"folder": data_folder().shown}


def _page(request: HttpRequest, report: CheckReport | None = None) -> HttpResponse:
    context = {"folder": data_folder(), "keys": key_folder()}
    context |= {"examples": EXAMPLES, "result": result_of(report) if report else None}
    return draw(request, KEY, is_wrong=bool(report and not report.is_ok), **context)


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required(ADMINISTER)
def files(request: PersonRequest) -> HttpResponse:
    if is_skipped(request):
        return skip(request, KEY)
    if request.method != "POST":
        return _page(request)
    report = check_files()
    return onward(request, KEY) if report.is_ok and "test" not in request.POST else _page(request, report)
