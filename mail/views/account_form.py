"""Settings, E-mail: an account is made or changed. It is tried before it is saved, unless one says not to."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accounts.views.guard import PersonRequest, permission_required
from common.audit import history
from mail import services
from mail.forms.accounts import MailboxForm, ServerForm, SmtpForm
from mail.models import MailAccount, SmtpAccount
from mail.permissions import MANAGE_MAIL
from mail.views.accounts import account_of, selected
from mail.views.results import result_of

Account = MailAccount | SmtpAccount


def _form(request: PersonRequest, account: Account) -> ServerForm:
    data = request.POST or None
    if isinstance(account, MailAccount):
        return MailboxForm(data, account=account)
    return SmtpForm(data, account=account)


def _saved(request: PersonRequest, account: Account) -> HttpResponse:
    services.save_account(account, actor=request.user.actor)
    messages.success(request, _("%(name)s is saved.") % {"name": account})
    if request.headers.get("HX-Request") == "true":
        return HttpResponse(status=204, headers={"HX-Redirect": selected(account)})
    return redirect(selected(account))


def _edit(request: PersonRequest, account: Account) -> HttpResponse:
    name = str(account) if account.pk else ""
    form = _form(request, account)
    result: dict[str, Any] | None = None
    if form.is_valid():
        filled = form.fill()
        if "untested" in request.POST:
            return _saved(request, filled)
        report = services.check_connection(filled)
        if report.is_ok:
            return _saved(request, filled)
        result = result_of(report, filled)
    is_mailbox = isinstance(account, MailAccount)
    kind = "mail_account" if is_mailbox else "smtp_account"
    context = {"form": form, "name": name, "account": account, "result": result, "is_mailbox": is_mailbox}
    context["history"] = history(kind, account.pk).order_by("-id")[:20] if account.pk else None
    status = 422 if form.is_bound else 200
    return render(request, "settings/mail/account_form.html", context, status=status)


@permission_required(MANAGE_MAIL)
def new(request: PersonRequest, direction: str) -> HttpResponse:
    return _edit(request, MailAccount() if direction == "in" else SmtpAccount())


@permission_required(MANAGE_MAIL)
def edit(request: PersonRequest, direction: str, account_id: int) -> HttpResponse:
    return _edit(request, account_of(direction, account_id))
