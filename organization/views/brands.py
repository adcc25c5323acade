"""Settings: brands."""

from typing import Any

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.views.guard import PersonRequest, permission_required
from common.colour import Shades, shades
from customfields.forms import FieldsForm
from organization import selectors, services
from organization.errors import OrganizationError
from organization.forms.brands import BrandForm
from organization.models import Brand
from organization.permissions import MANAGE_ORGANIZATION
from organization.selectors.fields import asked_of_brand
from organization.services.brands import MAX_LOGO_BYTES

_FIELDS = (
    "name",
    "host",
    "base_url",
    "language",
    "sender_name",
    "sender_address",
    "welcome",
    "colour",
    "is_default",
)


def _shades(colour: str) -> Shades | None:
    try:
        return shades(colour)
    except ValueError:
        return None


@require_safe
@permission_required(MANAGE_ORGANIZATION)
def brands(request: PersonRequest) -> HttpResponse:
    rows = [(brand, _shades(brand.colour)) for brand in selectors.all_brands()]
    return render(request, "settings/brands.html", {"rows": rows})


def _values(request: HttpRequest, form: BrandForm) -> dict[str, Any]:
    values = dict(form.cleaned_data)
    file: UploadedFile[bytes] | None = values.pop("logo")
    logo = file.read(MAX_LOGO_BYTES + 1) if file is not None else None
    return values | {"logo": logo}


def _page(
    request: HttpRequest, form: BrandForm, brand: Brand | None, asked: FieldsForm | None = None
) -> HttpResponse:
    found = _shades(brand.colour) if brand else None
    darker = found.fill if brand and found and found.is_darkened(brand.colour) else ""
    context = {"form": form, "brand": brand, "shades": found, "darker": darker, "asked": asked}
    return render(request, "settings/brand.html", context, status=422 if form.is_bound else 200)


def _tell(request: HttpRequest, brand: Brand) -> None:
    found = shades(brand.colour)
    if found.is_darkened(brand.colour):
        told = _("Saved. Text on %(colour)s could not be read, so it is shown as %(darker)s.")
        messages.warning(request, told % {"colour": brand.colour, "darker": found.fill})
    else:
        messages.success(request, _("Saved"))


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required(MANAGE_ORGANIZATION)
def new_brand(request: PersonRequest) -> HttpResponse:
    form = BrandForm(
        request.POST or None, request.FILES or None, initial={"colour": "#0b666a", "language": "en"}
    )
    if form.is_valid():
        values = _values(request, form)
        values.pop("remove_logo")
        try:
            brand = services.create_brand(actor=request.user.actor, **values)
        except OrganizationError as error:
            form.add_error(error.field or None, str(error.message))
        else:
            _tell(request, brand)
            return redirect("settings_brand", brand_id=brand.pk)
    return _page(request, form, None)


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required(MANAGE_ORGANIZATION)
def brand(request: PersonRequest, brand_id: int) -> HttpResponse:
    shown = selectors.brand_for(brand_id)
    initial = {name: getattr(shown, name) for name in _FIELDS}
    form = BrandForm(request.POST or None, request.FILES or None, initial=initial)
    asked = FieldsForm(*asked_of_brand(shown), request.POST or None, viewer="agent")
    if form.is_valid() and asked.is_valid():
        try:
            services.edit_brand(brand=shown, actor=request.user.actor, **_values(request, form))
            services.save_brand_values(brand=shown, values=asked.values, actor=request.user.actor)
        except OrganizationError as error:
            form.add_error(error.field or None, str(error.message))
        else:
            _tell(request, shown)
            return redirect("settings_brand", brand_id=shown.pk)
    return _page(request, form, selectors.brand_for(brand_id), asked)


@require_POST
@permission_required(MANAGE_ORGANIZATION)
def brand_state(request: PersonRequest, brand_id: int) -> HttpResponse:
    """Switches it on or off."""
    shown = selectors.brand_for(brand_id)
    verb = services.enable_brand if request.POST.get("state") == "on" else services.disable_brand
    try:
        verb(brand=shown, actor=request.user.actor)
    except OrganizationError as error:
        messages.error(request, str(error.message))
    return redirect("settings_brand", brand_id=shown.pk)
