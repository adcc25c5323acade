"""The company set-up in the settings tree, and as the first page of an empty desk's administrator."""

from django.utils.translation import gettext_lazy as _

from accounts.permissions import ADMINISTER
from accounts.registry import set_first_page
from common.ui import NavEntry, add_nav

SETUP = _("Setup")

add_nav(NavEntry("settings", _("Company set-up"), "settings_setup", "checklist", SETUP, 9, ADMINISTER))
add_nav(NavEntry("settings", _("Database"), "settings_database", "database", SETUP, 90, ADMINISTER))
set_first_page("settings_setup")
