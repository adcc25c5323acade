"""What tickets put on the pages of others: areas of the rail and of the portal."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.permissions import ADMINISTER
from common.ui import NavEntry, add_item_page, add_nav
from tickets.selectors.notifications import unread_count


def _unread(request: HttpRequest) -> int:
    """A page of the workspace has asked already, together with something else."""
    known: int | None = getattr(request, "unread", None)
    if known is not None:
        return known
    return unread_count(request.user.pk) if isinstance(request.user, User) else 0


add_nav(NavEntry("rail", _("Tickets"), "agent_list", "inbox", order=10))
add_nav(NavEntry("rail", _("Search"), "agent_search", "search", order=15))
add_nav(NavEntry("rail", _("Notifications"), "agent_notifications", "bell", "end", order=900, badge=_unread))
add_nav(NavEntry(area="portal", label=_("Help centre"), url_name="portal_home", order=10))
add_nav(NavEntry(area="portal", label=_("My tickets"), url_name="my_tickets", order=20))
PORTAL = _("Portal Settings")
add_nav(
    NavEntry("settings", _("Options"), "settings_options", "adjustments-horizontal", PORTAL, 50, ADMINISTER)
)
add_item_page("ticket", lambda args: reverse("agent_ticket", args=[args["ticketNumber"]]))
