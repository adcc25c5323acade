"""The last page: what was made, and what others do next."""

from typing import Any, NamedTuple

from django.http import HttpResponse
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.permissions import ADMINISTER
from accounts.views.guard import PersonRequest, permission_required
from wizards.selectors.made import made, portal, takes_tickets
from wizards.views.page import draw

KEY = "done"


class Next(NamedTuple):
    url: str
    icon: str
    title: str
    note: str


def _next(is_open: bool) -> list[Next]:
    wanted = [
        ("submit", "ticket", _("Write the first ticket"), _("As a customer does, on the portal")),
        (
            "settings_agent_invite",
            "user-plus",
            _("Invite more agents"),
            _("By mail, with roles of their own"),
        ),
        ("settings_licensing", "license", _("Activate Key"), _("One agent works without a key")),
        (
            "settings_cluster",
            "server-2",
            _("Add a second server"),
            _("It takes over when this one fails"),
        ),
        ("settings_fields", "list-details", _("Custom fields"), _("What a ticket asks for besides its text")),
        (
            "settings_providers",
            "plug-connected",
            _("External Providers"),
            _("Sign-in, fields and tickets from your own systems"),
        ),
        ("settings_mail_templates", "template", _("E-mail templates"), _("The words of every mail")),
    ]
    found = []
    for name, icon, title, note in wanted:
        if name == "submit" and not is_open:
            continue
        try:
            found.append(Next(reverse(name), icon, title, note))
        except NoReverseMatch:  # a part of the product that is not installed
            continue
    return found[:6]


@require_safe
@permission_required(ADMINISTER)
def done(request: PersonRequest) -> HttpResponse:
    brand, is_open = portal(), takes_tickets()
    address = (brand.site.address if brand else "") or request.build_absolute_uri("/")
    context: dict[str, Any] = {"made": made(), "is_open": is_open, "next": _next(is_open), "address": address}
    context["shown"] = address.partition("://")[2].rstrip("/")
    return draw(request, KEY, **context)
