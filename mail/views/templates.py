"""Settings, Tickets: the mails that the desk writes by itself, by brand and language."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_POST, require_safe

from accounts.views.guard import PersonRequest, permission_required
from common import site
from common.audit import history
from mail import services
from mail.forms.templates import TemplateForm
from mail.permissions import MANAGE_MAIL
from mail.selectors.templates import own_template, own_templates
from mail.services import MAILS, VARIABLES, Mail, TemplateKey
from mail.services.texts import Template
from organization.models import Brand
from organization.selectors import brands

# No script at all; styles as the template has them; no pictures from elsewhere.
PREVIEW_POLICY = (
    "default-src 'none'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; form-action 'none'; "
    "base-uri 'none'; frame-ancestors 'self'; sandbox"
)


def _mail(key: str, language: str) -> Mail:
    if key not in set(MAILS) or language not in dict(settings.LANGUAGES):
        raise Http404
    return MAILS[TemplateKey(key)]


def _brand(brand_id: int) -> Brand | None:
    """None for 0: all brands. Raises Http404."""
    if not brand_id:
        return None
    found = next((brand for brand in brands() if brand.pk == brand_id), None)
    if found is None:
        raise Http404
    return found


def _address(key: str, language: str, brand_id: int) -> str:
    return reverse("settings_mail_template", args=[key, language, brand_id])


@require_safe
@permission_required(MANAGE_MAIL)
def templates(request: PersonRequest) -> HttpResponse:
    all_brands, own = brands(), own_templates()
    asked = request.GET.get("brand", "")
    brand = _brand(int(asked)) if asked.isdecimal() and len(asked) < 10 else None
    scope = brand.pk if brand else 0
    rows = [
        (
            mail,
            [
                (
                    language,
                    name,
                    (key, language, scope) in own,
                    bool(scope) and (key, language, 0) in own,
                    _address(key, language, scope),
                )
                for language, name in settings.LANGUAGES
            ],
        )
        for key, mail in MAILS.items()
    ]
    context = {"rows": rows, "brands": all_brands, "brand": brand, "languages": settings.LANGUAGES}
    return render(request, "settings/mail/templates.html", context)


@permission_required(MANAGE_MAIL)
def template(request: PersonRequest, key: str, language: str, brand_id: int) -> HttpResponse:
    mail, brand = _mail(key, language), _brand(brand_id)
    own = own_template(key, language, brand_id)
    shown = services.template_for(key, brand_id=brand_id, language=language)
    initial = {"subject": shown.subject, "html": shown.html, "text": shown.text}
    form = TemplateForm(request.POST or None, initial=initial, mail=mail)
    if form.is_valid():
        services.save_template(
            key=key, brand=brand, language=language, actor=request.user.actor, **form.cleaned_data
        )
        messages.success(request, _("The template is saved; the next mail uses it."))
        return redirect(_address(key, language, brand_id))
    context: dict[str, Any] = {
        "form": form,
        "mail": mail,
        "key": key,
        "brand": brand,
        "brand_id": brand_id,
        "own": own,
        "language": language,
        "language_name": dict(settings.LANGUAGES)[language],
        "variables": [VARIABLES[name] for name in mail.allowed],
        "history": history("mail_template", own.pk).order_by("-id")[:10] if own else None,
    }
    status = 422 if form.is_bound else 200
    return render(request, "settings/mail/template.html", context, status=status)


@xframe_options_sameorigin
@permission_required(MANAGE_MAIL)
def preview(request: PersonRequest, key: str, language: str, brand_id: int) -> HttpResponse:
    """The mail with made-up values, in a frame of its own; posted, as it stands in the form."""
    _mail(key, language)
    brand = _brand(brand_id)
    shown = services.template_for(key, brand_id=brand_id, language=language)
    if request.method == "POST":
        parts = {name: request.POST.get(name, "")[:100_000] for name in ("subject", "html", "text")}
        shown = Template(**parts)
    face = brand.site if brand else site.current()
    rendered = services.preview(shown, brand=face, language=language)
    response = render(request, "settings/mail/preview.html", {"rendered": rendered, "language": language})
    response["Content-Security-Policy"] = PREVIEW_POLICY
    response["Cache-Control"] = "private, no-store"
    return response


@require_POST
@permission_required(MANAGE_MAIL)
def reset(request: PersonRequest, key: str, language: str, brand_id: int) -> HttpResponse:
    _mail(key, language)
    own = own_template(key, language, brand_id)
    if own is not None:
        services.reset_template(row=own, actor=request.user.actor)
        messages.success(request, _("The template is the product’s own again."))
    return redirect(_address(key, language, brand_id))
