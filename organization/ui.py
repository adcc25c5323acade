"""Organization in the settings tree, and the settings in the rail."""

from django.utils.translation import gettext_lazy as _

from accounts.permissions import MANAGE_CUSTOMERS
from clustering.registry import serve_when_passive
from common.ui import NavEntry, add_nav
from organization.permissions import MANAGE_ORGANIZATION

SETUP = _("Setup")

add_nav(NavEntry("rail", _("Settings"), "settings_home", "settings", "end", 90, MANAGE_CUSTOMERS))
add_nav(NavEntry("settings", _("Brands"), "settings_brands", "palette", SETUP, 10, MANAGE_ORGANIZATION))
add_nav(
    NavEntry(
        "settings",
        _("Departments and groups"),
        "settings_departments",
        "building",
        SETUP,
        11,
        MANAGE_ORGANIZATION,
    )
)
add_nav(
    NavEntry(
        "settings", _("Custom fields"), "settings_fields", "list-details", SETUP, 12, MANAGE_ORGANIZATION
    )
)
serve_when_passive("/brand.css")  # the sign-in of a passive node is drawn in the brand's colour too
serve_when_passive("/brand/logo")
