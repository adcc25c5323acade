"""Settings, Watch: mail that could not be handled, waits, or was left alone, each with its reason."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header, urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from accounts.views.guard import PersonRequest, permission_required
from common.audit import history
from common.paging import BadCursorError
from mail import registry, services
from mail.models import InboundMail
from mail.permissions import MANAGE_MAIL
from mail.selectors import inbound, inbound_page, kept_counts, raw_of
from mail.views.acting import attempt, back

STATES = ("failed", "received", "ignored")
SHOWN_BYTES = 200_000
RAW_POLICY = "default-src 'none'; frame-ancestors 'none'; sandbox"


@dataclass(frozen=True, slots=True)
class Kept:
    """A mail and why it is here, in the reader's language."""

    mail: InboundMail
    why: str

    @property
    def can_retry(self) -> bool:
        return self.mail.is_complete and self.mail.state in {"failed", "ignored"}


def with_reasons(rows: list[InboundMail]) -> list[Kept]:
    return [Kept(row, registry.sentence(row.reason, row.data) if row.reason else "") for row in rows]


@require_safe
@permission_required(MANAGE_MAIL)
def kept(request: PersonRequest) -> HttpResponse:
    state = request.GET.get("state", "failed")
    state = state if state in STATES else "failed"
    try:
        page = inbound_page(states=(state,), cursor=request.GET.get("after", ""))
    except BadCursorError:
        return redirect("settings_mail_kept")
    more = f"?{urlencode({'state': state, 'after': page.next})}" if page.next else ""
    context = {"rows": with_reasons(page.rows), "state": state, "more": more}
    if request.GET.get("after") and request.headers.get("HX-Request") == "true":
        return render(request, "settings/mail/kept_rows.html", context)
    return render(request, "settings/mail/kept.html", context | {"counts": kept_counts()})


@require_safe
@permission_required(MANAGE_MAIL)
def one(request: PersonRequest, mail_id: int) -> HttpResponse:
    """The mail as it came, as plain text: nothing of it is run, loaded or drawn."""
    mail = inbound(mail_id)
    raw = raw_of(mail)
    context = {
        "kept": with_reasons([mail])[0],
        "source": raw[:SHOWN_BYTES].decode("utf-8", "replace").replace("\r\n", "\n"),
        "is_cut": len(raw) > SHOWN_BYTES,
        "history": history("inbound_mail", mail.pk),
    }
    return render(request, "settings/mail/kept_one.html", context)


@require_safe
@permission_required(MANAGE_MAIL)
def raw(request: PersonRequest, mail_id: int) -> HttpResponse:
    """The same as a file."""
    mail = inbound(mail_id)
    response = HttpResponse(raw_of(mail), content_type="application/octet-stream")
    response["Content-Disposition"] = content_disposition_header(True, f"mail-{mail.pk}.eml") or "attachment"
    response["Content-Security-Policy"] = RAW_POLICY
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response


@require_POST
@permission_required(MANAGE_MAIL)
def retry(request: PersonRequest, mail_id: int) -> HttpResponse:
    attempt(
        request,
        lambda: services.retry(inbound=inbound(mail_id), actor=request.user.actor),
        done=_("The mail is tried again."),
        refused=_("This mail is not waiting for a retry any more."),
    )
    return back(request, "settings_mail_kept", STATES)


@require_POST
@permission_required(MANAGE_MAIL)
def retry_all(request: PersonRequest) -> HttpResponse:
    count = services.retry_all(actor=request.user.actor)
    said = ngettext("%(n)s mail is tried again.", "%(n)s mails are tried again.", count)
    messages.success(request, said % {"n": count})
    return back(request, "settings_mail_kept", STATES)


@require_POST
@permission_required(MANAGE_MAIL)
def ignore(request: PersonRequest, mail_id: int) -> HttpResponse:
    attempt(
        request,
        lambda: services.ignore(inbound=inbound(mail_id), actor=request.user.actor),
        done=_("The mail is left alone; it stays under Ignored."),
        refused=_("This mail was handled meanwhile."),
    )
    return back(request, "settings_mail_kept", STATES)
