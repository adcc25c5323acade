"""Permissions of accounts: who may administer, and who counts as an agent."""

from django.utils.translation import gettext_lazy as _

from common.permissions import declare

ADMINISTER = declare("desk.administer", _("Change all settings"), defaults=("administrator",))
SEE_ALL_TICKETS = declare("desk.see_all", _("See the tickets of all departments"), defaults=("administrator",))
SEE_DEPARTMENT = declare(
    "desk.see_department", _("See all tickets of one's departments"), defaults=("manager", "administrator")
)
MANAGE_AGENTS = declare("desk.manage_agents", _("Add and change agents"), defaults=("administrator",))
USE_WEB_SERVICES = declare("desk.web_services", _("Call web services"), defaults=("agent",))
CHANGE_PASSWORD = declare("portal.change_password", _("Change one's own password"), defaults=("registered",))
