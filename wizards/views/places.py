"""Step 2: departments and groups, edited where they stand."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from accounts.permissions import ADMINISTER
from accounts.views.guard import PersonRequest, permission_required
from organization.selectors import brands
from wizards.errors import RefusedError
from wizards.forms import places as form
from wizards.selectors.places import DraftDepartment, proposed, saved
from wizards.selectors.starts import STARTS
from wizards.services.places import save_places
from wizards.views.page import draw, is_skipped, onward, skip

KEY = "places"


def _page(
    request: HttpRequest, drafts: list[DraftDepartment], *, start: str = "", wrong: int = 0, note: str = ""
) -> HttpResponse:
    if wrong:
        note = ngettext("%(n)d name to correct", "%(n)d names to correct", wrong) % {"n": wrong}
    is_new = not any(draft.id for draft in drafts)
    context = {"drafts": drafts, "brands": brands(), "note": note, "start": start}
    return draw(request, KEY, is_wrong=bool(note), starts=STARTS if is_new else (), **context)


def _first(request: HttpRequest) -> HttpResponse:
    """What is saved; on an empty desk a proposal by the kind of company."""
    found, start = saved(), request.GET.get("start", STARTS[0].key)
    every = brands()
    return _page(request, found or proposed(start, every[0] if every else None), start=start)


def _keep(request: PersonRequest, drafts: list[DraftDepartment]) -> HttpResponse:
    if wrong := form.check(drafts):
        return _page(request, drafts, wrong=wrong)
    if not drafts:
        blank = proposed("", None)
        return _page(request, blank, note=_("The desk needs a department: tickets go there."))
    try:
        save_places(drafts=drafts, actor=request.user.actor)
    except RefusedError as error:
        if not error.place:
            return _page(request, drafts, note=_("Departments belong to a brand. Make the brand first."))
        draft, group = drafts[error.place[0]], error.place[1:]
        if group:
            draft.groups[group[0]].error = str(error.message)
        else:
            draft.error = str(error.message)
        return _page(request, drafts, wrong=1)
    return onward(request, KEY)


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required(ADMINISTER)
def places(request: PersonRequest) -> HttpResponse:
    if request.method != "POST":
        return _first(request)
    if is_skipped(request):
        return skip(request, KEY)
    drafts = form.read(request.POST)
    if deed := request.POST.get("do"):
        form.change(drafts, deed)
        return _page(request, drafts)
    return _keep(request, drafts)
