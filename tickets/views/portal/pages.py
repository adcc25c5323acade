"""The pages of a ticket that is being written, and the tickets that may be about the same."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from accounts.models import User
from customfields import text
from customfields.forms import read
from tickets.forms.portal import SubmitForm
from tickets.selectors.similar import similar_tickets
from tickets.views.portal.draft import Draft, Page
from tickets.views.portal.home import own_tickets
from tickets.views.portal.limits import may_step
from tickets.views.portal.uploads import Files
from tickets.views.portal.words import Row, rows_of


def draw(
    request: HttpRequest, draft: Draft, page: Page, files: Files, key: str, wrong: SubmitForm | None = None
) -> HttpResponse:
    """A page; `wrong` is its form with what has to be put right."""
    form = wrong or draft.form(page, bound=False)
    answer = draft.first if page == "department" else draft.second
    context: dict[str, Any] = {
        "form": form,
        "page": page,
        "draft": draft,
        "key": key,
        "steps": _steps(draft, page),
        "refused": answer.message if not answer.allowed else "",
        "carried": [*draft.carried(form), *draft.tokens],
        "uploads": files.chips,
        "problems": wrong.non_field_errors() if wrong else (),
        "told": _told(draft) if page == "check" else (),
        "found": _similar(request, draft) if page == "question" else (),
        **own_tickets(request),
    }
    return render(request, "portal/submit.html", context, status=422 if wrong else 200)


def _steps(draft: Draft, page: Page) -> list[tuple[str, str]]:
    """Each with "done", "now" or "" for its place; none where one page is all."""
    if page == "all":
        return []
    steps: list[tuple[Page, str]] = [("department", _("Department")), ("question", _("Your question"))]
    if page == "department" or draft.asks_anything:
        steps.append(("check", _("Check and send")))
    at = [name for name, _label in steps].index(page)
    return [(label, "done" if n < at else "now" if n == at else "") for n, (_name, label) in enumerate(steps)]


def _told(draft: Draft) -> list[tuple[str, str]]:
    """All answers as they will be sent."""
    form = draft.form("question", bound=True)
    form.is_valid()
    values = read(draft.first_form.cleaned_data, draft.first_items) | read(
        form.cleaned_data, draft.second_items
    )
    told = [(_("Department"), draft.department.name if draft.department else "")]
    data = form.cleaned_data
    told += [(str(form[name].label), data[name]) for name in ("name", "email") if name in form.fields]
    for item in (*draft.first_items, *draft.second_items):
        if item.kind != "hidden":
            told.append((item.label, text.said(item, values.get(item.field_id))))
    return [
        *((label, said) for label, said in told if said),
        (_("Subject"), data["subject"]),
        (_("What happens?"), data["message"]),
    ]


def _words(draft: Draft) -> str:
    """What the question is about, as far as it is known."""
    form, given = draft.first_form, []
    if draft.is_split and form.is_valid():
        values = read(form.cleaned_data, draft.first_items)
        items = [item for item in draft.first_items if item.kind != "bool"]
        given = [text.show(item, values.get(item.field_id)) for item in items]
    return " ".join([draft.data.get("subject", ""), *given])


def _similar(request: HttpRequest, draft: Draft) -> list[Row]:
    if draft.person is None:
        return []
    return rows_of(similar_tickets(draft.person, _words(draft)))


@require_POST
@never_cache
def similar(request: HttpRequest) -> HttpResponse:
    """One's own open tickets with the words of the subject, asked for while it is typed. Guests have none."""
    found: list[Row] = []
    if isinstance(request.user, User) and may_step(request):
        found = rows_of(similar_tickets(request.user, request.POST.get("subject", "")))
    return render(request, "portal/submit/similar.html", {"found": found})
