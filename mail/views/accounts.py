"""Settings, E-mail: the accounts, one of them selected, and what can be done with it."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.views.guard import PersonRequest, permission_required
from clustering.selectors import state as cluster_state
from common.audit import history
from mail import services
from mail.models import MailAccount, SmtpAccount
from mail.permissions import MANAGE_MAIL
from mail.selectors import inbound_page, mail_account, smtp_account
from mail.views.kept import with_reasons
from mail.views.lines import chosen, lines, split_error
from mail.views.results import in_words, result_of, safe, trouble

FEW = 5


def account_of(direction: str, account_id: int) -> MailAccount | SmtpAccount:
    """A mailbox ("in") or a server for outgoing mail ("out"). Raises Http404."""
    if direction not in {"in", "out"}:
        raise Http404
    return mail_account(account_id) if direction == "in" else smtp_account(account_id)


def selected(account: MailAccount | SmtpAccount) -> str:
    """The address of the page with this account selected."""
    direction = "in" if isinstance(account, MailAccount) else "out"
    return f"{reverse('settings_mail')}?account={direction}-{account.pk}"


def _page(request: PersonRequest, key: str, result: dict[str, Any] | None = None) -> HttpResponse:
    found = lines()
    line = chosen(found, key)
    context: dict[str, Any] = {
        "lines": found,
        "line": line,
        "result": result,
        "tested_at": now() if result else None,
    }
    context["failing"] = sum(1 for one in found if one.account.is_active and one.account.is_failing)
    context["node"] = cluster_state().active
    if line is not None:
        kind = "mail_account" if line.is_mailbox else "smtp_account"
        context["history"] = history(kind, line.account.pk).order_by("-id")[:FEW]
        if line.account.is_failing:
            step, said = split_error(line.account.last_error)
            wrong = trouble(step, said, is_mailbox=line.is_mailbox)
            context |= {"wrong": wrong, "said": in_words(said), "safe": safe(line.account)}
    dead = inbound_page(states=("failed",), size=FEW)
    context |= {"dead": with_reasons(dead.rows), "more_dead": dead.next}
    return render(request, "settings/mail/accounts.html", context)


@require_safe
@permission_required(MANAGE_MAIL)
def accounts(request: PersonRequest) -> HttpResponse:
    return _page(request, request.GET.get("account", ""))


@require_POST
@permission_required(MANAGE_MAIL)
def test(request: PersonRequest, direction: str, account_id: int) -> HttpResponse:
    """Tries the account while the reader waits; nothing is open in the database meanwhile."""
    account = account_of(direction, account_id)
    result = result_of(services.check_connection(account), account)
    if request.headers.get("HX-Request") == "true":
        return render(request, "settings/mail/result.html", {"result": result, "tested_at": now()})
    return _page(request, f"{direction}-{account.pk}", result)


@require_POST
@permission_required(MANAGE_MAIL)
def fetch(request: PersonRequest, direction: str, account_id: int) -> HttpResponse:
    account = account_of(direction, account_id)
    services.try_now(account, actor=request.user.actor)
    said = _("%(name)s is looked into now.") if direction == "in" else _("%(name)s sends now what waits.")
    messages.success(request, said % {"name": account})
    return redirect(selected(account))


@require_POST
@permission_required(MANAGE_MAIL)
def state(request: PersonRequest, direction: str, account_id: int) -> HttpResponse:
    account = account_of(direction, account_id)
    is_active = request.POST.get("active") == "1"
    services.set_active(account, is_active=is_active, actor=request.user.actor)
    said = _("%(name)s goes on.") if is_active else _("%(name)s is paused.")
    messages.success(request, said % {"name": account})
    return redirect(selected(account))


@require_POST
@permission_required(MANAGE_MAIL)
def delete(request: PersonRequest, direction: str, account_id: int) -> HttpResponse:
    account = account_of(direction, account_id)
    name = str(account)
    services.delete_account(account, actor=request.user.actor)
    messages.success(request, _("%(name)s is deleted.") % {"name": name})
    return redirect("settings_mail")
