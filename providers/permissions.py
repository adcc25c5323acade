"""Who sets the external providers up."""

from django.utils.translation import gettext_lazy as _

from common.permissions import declare

MANAGE_PROVIDERS = declare(
    "providers.manage",
    _("Set external providers up and read their log"),
    defaults=("administrator",),
)
