"""Permissions of organization."""

from django.utils.translation import gettext_lazy as _

from common.permissions import declare

MANAGE_ORGANIZATION = declare(
    "desk.manage_organization", _("Change brands, departments and groups"), defaults=("administrator",)
)
