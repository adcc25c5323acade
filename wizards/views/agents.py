"""Step 3: agents, invited by mail."""

from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from accounts.permissions import ADMINISTER
from accounts.views.guard import PersonRequest, permission_required
from wizards.errors import RefusedError
from wizards.forms.agents import MOST, AgentsFormSet, OwnGroupForm, rows
from wizards.selectors.agents import colleagues, first_group, own_group
from wizards.selectors.progress import progress
from wizards.services.agents import Guest, invite_all
from wizards.views.page import draw, is_skipped, onward, skip

KEY = "agents"


def _page(request: PersonRequest, found: AgentsFormSet, own: OwnGroupForm, *, note: str = "") -> HttpResponse:
    known = colleagues(request.user)
    context = {"rows": found, "own": own, "known": known, "note": note, "groups": own.fields["own"].choices}  # type: ignore[attr-defined]  # a list of choices
    return draw(request, KEY, is_wrong=bool(note), **context)


def _longer(data: QueryDict) -> QueryDict:
    """One row more."""
    longer = data.copy()
    count = data.get("a-TOTAL_FORMS", "")
    longer["a-TOTAL_FORMS"] = str(min(MOST, (int(count) if count.isdigit() else 0) + 1))
    return longer


def _keep(request: PersonRequest, found: AgentsFormSet, own: OwnGroupForm) -> HttpResponse:
    is_right = found.is_valid()
    if not (own.is_valid() and is_right):
        wrong = sum(len(form.errors) for form in found.forms) + len(own.errors)
        said = ngettext("%(n)d entry to correct", "%(n)d entries to correct", wrong) % {"n": wrong}
        return _page(request, found, own, note=said)
    entered = found.entered
    guests = [_guest(form.cleaned_data) for form in entered]
    try:
        invite_all(guests=guests, own_group_id=int(own.cleaned_data["own"] or 0), me=request.user)
    except RefusedError as error:
        entered[error.place[0]].add_error("email", str(error.message))
        return _page(request, found, own, note=_("Nobody was invited yet"))
    return onward(request, KEY)


def _guest(data: dict[str, str]) -> Guest:
    return Guest(data["name"], data["email"], int(data["group"] or 0), data["role"])


def _own(request: PersonRequest) -> str:
    """Where the administrator works; before the step was left, the first group: somebody must answer."""
    found = own_group(request.user) or (0 if KEY in progress() else first_group())
    return str(found or "")


def _is_longer(request: HttpRequest) -> bool:
    return request.POST.get("do") == "add"


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required(ADMINISTER)
def agents(request: PersonRequest) -> HttpResponse:
    if is_skipped(request):
        return skip(request, KEY)
    if request.method != "POST":
        return _page(request, rows(), OwnGroupForm(initial={"own": _own(request)}))
    data = _longer(request.POST) if _is_longer(request) else request.POST
    found, own = rows(data), OwnGroupForm(data)
    return _page(request, found, own) if _is_longer(request) else _keep(request, found, own)
