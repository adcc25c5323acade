"""The customer's own tickets."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.views.guard import PersonRequest, signed_in_required
from common.paging import BadCursorError
from tickets.selectors.portal import tickets_page
from tickets.views.portal.words import rows_of


@require_safe
@never_cache
@signed_in_required
def my_tickets(request: PersonRequest) -> HttpResponse:
    """Open or solved ones, a page at a time; as a fragment the next page only."""
    closed = request.GET.get("show") == "solved"
    try:
        found = tickets_page(request.user, closed=closed, cursor=request.GET.get("after", ""))
    except BadCursorError:
        found = tickets_page(request.user, closed=closed)
    context = {"rows": rows_of(found.rows), "next": found.next, "closed": closed}
    fragment = request.headers.get("HX-Request") == "true" and "after" in request.GET
    return render(request, "portal/rows.html" if fragment else "portal/tickets.html", context)
