"""E-mail in the settings tree."""

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from common.ui import NavEntry, add_nav
from mail.permissions import MANAGE_MAIL
from mail.selectors import kept_counts, queue_counts

SETUP, TICKETS, WATCH = _("Setup"), _("Tickets"), _("Watch")


def dead_letters(request: HttpRequest) -> int:
    """How many mails could not be handled."""
    return kept_counts().get("failed", 0)


def undelivered(request: HttpRequest) -> int:
    """How many mails were given up."""
    return queue_counts().get("failed", 0)


add_nav(NavEntry("settings", _("E-mail"), "settings_mail", "mail", SETUP, 12, MANAGE_MAIL))
add_nav(
    NavEntry(
        "settings", _("E-mail templates"), "settings_mail_templates", "template", TICKETS, 32, MANAGE_MAIL
    )
)
add_nav(
    NavEntry(
        "settings",
        _("Dead letters"),
        "settings_mail_kept",
        "mail-exclamation",
        WATCH,
        90,
        MANAGE_MAIL,
        badge=dead_letters,
    )
)
add_nav(
    NavEntry(
        "settings",
        _("Outgoing mail"),
        "settings_mail_queue",
        "mail-forward",
        WATCH,
        91,
        MANAGE_MAIL,
        badge=undelivered,
    )
)
