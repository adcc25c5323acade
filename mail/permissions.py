"""Who sets e-mail up."""

from django.utils.translation import gettext_lazy as _

from common.permissions import declare

MANAGE_MAIL = declare(
    "mail.manage",
    _("Set e-mail up: accounts, templates, and mail that could not be handled"),
    defaults=("administrator",),
)
