"""Who writes rules."""

from django.utils.translation import gettext_lazy as _

from common.permissions import declare

MANAGE_RULES = declare(
    "events.manage",
    _("Write event rules for everybody, and web hooks"),
    defaults=("administrator",),
)
