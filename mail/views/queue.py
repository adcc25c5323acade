"""Settings, Watch: mail that is to go out, could not be delivered, or was taken back."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.views.guard import PersonRequest, permission_required
from common.paging import BadCursorError
from mail import services
from mail.permissions import MANAGE_MAIL
from mail.selectors import outbound, outbound_page, queue_counts
from mail.views.acting import attempt, back

STATES = {
    "failed": ("failed",),
    "queued": ("queued", "claimed"),
    "sent": ("sent",),
    "cancelled": ("cancelled",),
}


@require_safe
@permission_required(MANAGE_MAIL)
def queue(request: PersonRequest) -> HttpResponse:
    state = request.GET.get("state", "failed")
    state = state if state in STATES else "failed"
    try:
        page = outbound_page(states=STATES[state], cursor=request.GET.get("after", ""))
    except BadCursorError:
        return redirect("settings_mail_queue")
    more = f"?{urlencode({'state': state, 'after': page.next})}" if page.next else ""
    context: dict[str, Any] = {"rows": page.rows, "state": state, "more": more}
    if request.GET.get("after") and request.headers.get("HX-Request") == "true":
        return render(request, "settings/mail/queue_rows.html", context)
    counts = queue_counts()
    context["counts"] = {
        "failed": counts.get("failed", 0),
        "queued": counts.get("queued", 0) + counts.get("claimed", 0),
    }
    return render(request, "settings/mail/queue.html", context)


@require_POST
@permission_required(MANAGE_MAIL)
def retry(request: PersonRequest, mail_id: int) -> HttpResponse:
    attempt(
        request,
        lambda: services.retry_outbound(mail=outbound(mail_id), actor=request.user.actor),
        done=_("The mail is tried again."),
        refused=_("This mail is not waiting for a retry any more."),
    )
    return back(request, "settings_mail_queue", STATES)


@require_POST
@permission_required(MANAGE_MAIL)
def cancel(request: PersonRequest, mail_id: int) -> HttpResponse:
    attempt(
        request,
        lambda: services.cancel_outbound(mail=outbound(mail_id), actor=request.user.actor),
        done=_("The mail does not go out; it stays under Taken back."),
        refused=_("Too late: the mail is on its way or has gone out."),
    )
    return back(request, "settings_mail_queue", STATES)
