"""Automation in the settings tree."""

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from common.ui import NavEntry, add_nav
from events.permissions import MANAGE_RULES
from events.selectors.pages import given_up_count

AUTOMATION = _("Automation")


def given_up(request: HttpRequest) -> int:
    """How many actions of rules were given up."""
    return given_up_count()


add_nav(
    NavEntry(
        "settings", _("Event rules"), "settings_rules", "bolt", AUTOMATION, 40, MANAGE_RULES, badge=given_up
    )
)
add_nav(NavEntry("settings", _("Web hooks"), "settings_hooks", "webhook", AUTOMATION, 41, MANAGE_RULES))
