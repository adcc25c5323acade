"""External providers in the settings tree."""

from django.utils.translation import gettext_lazy as _

from common.ui import NavEntry, add_nav
from providers.permissions import MANAGE_PROVIDERS

LABEL, SETUP = _("External Providers"), _("Setup")
add_nav(NavEntry("settings", LABEL, "settings_providers", "plug-connected", SETUP, 14, MANAGE_PROVIDERS))
