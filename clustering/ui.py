"""Clustering in the settings tree."""

from django.utils.translation import gettext_lazy as _

from clustering.permissions import MANAGE_CLUSTER
from common.ui import NavEntry, add_nav

add_nav(NavEntry("settings", _("Clustering"), "settings_cluster", "server", _("Setup"), 13, MANAGE_CLUSTER))
