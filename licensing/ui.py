"""The licence in the settings tree."""

from django.utils.translation import gettext_lazy as _

from common.ui import NavEntry, add_nav
from licensing.permissions import MANAGE_LICENCE

add_nav(
    NavEntry("settings", _("Licensing"), "settings_licensing", "license", _("Activation"), 5, MANAGE_LICENCE)
)
