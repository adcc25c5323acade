"""Step 1: the brand; more of them, one at a time."""

from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from accounts.permissions import ADMINISTER
from accounts.views.guard import PersonRequest, permission_required
from common.colour import shades
from organization import selectors
from organization.errors import OrganizationError
from organization.models import Brand
from organization.services.brands import MAX_LOGO_BYTES
from wizards.forms.brand import SetupBrandForm
from wizards.services.brands import save_brand
from wizards.views.page import draw, go, is_skipped, onward, skip

KEY = "brand"
FIELDS = ("name", "host", "base_url", "language", "sender_address", "colour")


def _chosen(request: HttpRequest) -> Brand | None:
    """The brand that the address names, else the default one; None for a new one."""
    asked = request.GET.get("brand", "")
    if asked.isdigit() and len(asked) < 10:
        return selectors.brand_for(int(asked))
    brands = [] if asked == "new" else selectors.brands()
    return brands[0] if brands else None


def _initial(request: HttpRequest, brand: Brand | None) -> dict[str, Any]:
    here = request.build_absolute_uri("/").rstrip("/")
    if brand is None:
        return {"colour": "#0b666a", "language": "en", "base_url": here}
    found = {name: getattr(brand, name) for name in FIELDS}
    return found | {"base_url": brand.base_url or here}


def _save(request: PersonRequest, form: SetupBrandForm, brand: Brand | None) -> bool:
    values = dict(form.cleaned_data)
    file: UploadedFile[bytes] | None = values.pop("logo")
    logo = file.read(MAX_LOGO_BYTES + 1) if file is not None else None
    try:
        save_brand(brand=brand, actor=request.user.actor, logo=logo, **values)
    except OrganizationError as error:
        form.add_error(error.field or None, str(error.message))
    return form.is_valid()


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required(ADMINISTER)
def brand(request: PersonRequest) -> HttpResponse:
    if is_skipped(request):
        return skip(request, KEY)
    shown = _chosen(request)
    form = SetupBrandForm(request.POST or None, request.FILES or None, initial=_initial(request, shown))
    if form.is_valid() and _save(request, form, shown):
        if "another" in request.POST:
            return go(request, f"{reverse('setup_brand')}?brand=new")
        return onward(request, KEY)
    context: dict[str, Any] = {"form": form, "brand": shown, "brands": selectors.brands()}
    if shown is not None and shades(shown.colour).is_darkened(shown.colour):
        context["darker"] = shades(shown.colour).fill
    return draw(request, KEY, is_wrong=form.is_bound, **context)
