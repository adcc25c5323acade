"""Who sees and activates the licence."""

from django.utils.translation import gettext_lazy as _

from common.permissions import declare

MANAGE_LICENCE = declare("licensing.manage", _("See and activate the licence"), defaults=("administrator",))
