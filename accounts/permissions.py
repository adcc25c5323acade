"""Permissions of accounts: who may administer, and who manages people; the portal's options about people."""

from django.utils.translation import gettext_lazy as _

from common import options
from common.permissions import declare

ADMINISTER = declare("desk.administer", _("Change all settings"), defaults=("administrator",))
SEE_ALL_TICKETS = declare(
    "desk.see_all", _("See the tickets of all departments"), defaults=("administrator",)
)
SEE_DEPARTMENT = declare(
    "desk.see_department", _("See all tickets of one's departments"), defaults=("manager", "administrator")
)
MANAGE_AGENTS = declare("desk.manage_agents", _("Add and change agents"), defaults=("administrator",))
MANAGE_CUSTOMERS = declare(
    "desk.manage_customers", _("Change what is known of customers"), defaults=("manager", "administrator")
)
USE_WEB_SERVICES = declare("desk.web_services", _("Call web services"), defaults=("agent",))
CHANGE_PASSWORD = declare("portal.change_password", _("Change one's own password"), defaults=("registered",))

PASSWORDS_MAY_CHANGE = options.declare("portal.users_may_change_password", True)
