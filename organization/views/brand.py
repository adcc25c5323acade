"""The brand's colour and logo, as files that browsers keep until the version in their address changes."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from common import files, site
from common.colour import shades
from organization.selectors import logo_of

_YEAR = "public, max-age=31536000, immutable"
_SHORT = "public, max-age=60"


def _cached(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = _YEAR if request.GET.get("v") else _SHORT
    return response


@require_safe
def brand_css(request: HttpRequest) -> HttpResponse:
    """Sets the brand's shades on the portal."""
    found = shades(site.current().colour)
    sheet = (
        f".pt{{--brand:{found.fill};--brand-on:{found.on};"
        f"--brand-ink:light-dark({found.link},{found.link_on_dark})}}\n"
    )
    return _cached(request, HttpResponse(sheet, content_type="text/css; charset=utf-8"))


@require_safe
def brand_logo(request: HttpRequest) -> HttpResponse:
    """The brand's picture; 404 when it has none. `brand` names another one, for the settings."""
    asked = request.GET.get("brand", "")
    blob = logo_of(int(asked) if asked.isdigit() and len(asked) < 10 else site.current().id)
    if blob is None:
        raise Http404
    content = files.read(blob)
    kind = files.sniff(content[:8192])
    if kind not in files.INLINE_TYPES:
        raise Http404
    return _cached(request, HttpResponse(content, content_type=kind))
