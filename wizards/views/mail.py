"""Step 4: the first mail account, tested before it is kept."""

from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from accounts.permissions import ADMINISTER
from accounts.views.guard import PersonRequest, permission_required
from mail.selectors.accounts import departments
from mail.services import check_connection
from mail.views.results import result_of
from wizards.forms.mail import SetupMailboxForm, SetupServerForm
from wizards.selectors.mail import first_mailbox, first_server
from wizards.services.mail import save_mail
from wizards.views.page import draw, is_skipped, onward, skip

KEY = "mail"


def _page(
    request: PersonRequest, box: SetupMailboxForm, server: SetupServerForm, **context: Any
) -> HttpResponse:
    has_departments = departments().exists()
    return draw(request, KEY, box=box, server=server, has_departments=has_departments, **context)


def _try(request: PersonRequest, box_form: SetupMailboxForm, server_form: SetupServerForm) -> HttpResponse:
    """Tests what was entered; keeps it when both ways are open, or when one says so."""
    box = box_form.fill()
    server = server_form.fill_beside(box)
    if "untested" in request.POST:
        return _keep(request, box, server)
    reports = [(check_connection(account), account) for account in (box, server)]
    is_ok = all(report.is_ok for report, _account in reports)
    if is_ok and "test" not in request.POST:
        return _keep(request, box, server)
    results = [result_of(report, account) for report, account in reports]
    note = _("Both ways are open.") if is_ok else _("Nothing is kept yet.")
    context = {"results": results, "has_failed": not is_ok, "note": note}
    return _page(request, box_form, server_form, is_wrong=not is_ok, **context)


def _keep(request: PersonRequest, box: Any, server: Any) -> HttpResponse:
    save_mail(box=box, server=server, actor=request.user.actor)
    return onward(request, KEY)


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
@permission_required(ADMINISTER)
def mail(request: PersonRequest) -> HttpResponse:
    if is_skipped(request):
        return skip(request, KEY)
    data, box, server = request.POST or None, first_mailbox(), first_server()
    initial = {"address": box.address, "department": box.department_id}
    box_form = SetupMailboxForm(data, account=box, prefix="in", initial=initial)
    server_form = SetupServerForm(data, account=server, box=box, prefix="out")
    is_right = box_form.is_valid()
    if server_form.is_valid() and is_right:
        return _try(request, box_form, server_form)
    note = _("Not everything is filled in rightly.") if data else ""
    return _page(request, box_form, server_form, is_wrong=bool(data), note=note)
