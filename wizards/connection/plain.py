"""What goes wrong in the wizard is said in one line: its other pages are of a desk that is not there yet."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _


def _said(text: str, status: int) -> HttpResponse:
    return HttpResponse(f"{text}\n", content_type="text/plain; charset=utf-8", status=status)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """No such page."""
    return _said(_("There is no such page in the set-up. Go to / instead."), 404)


def broken(request: HttpRequest) -> HttpResponse:
    """A mistake of ours; it stands in the log."""
    return _said(_("Something went wrong; the console says what. Go back and try again."), 500)


def refused(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form did not come from our own page, or the browser keeps no cookies."""
    return _said(_("This form is too old, or from elsewhere. Go back, load the page and repeat it."), 403)
