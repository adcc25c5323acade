"""Names for browsers, a person's history in words, and the panels of other apps on an agent's page."""

from django import template
from django.template.context import Context
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from accounts.models import SignIn, User
from common.audit import render
from common.models import AuditEntry
from common.ui import panels

register = template.Library()

BROWSERS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("Firefox/", "Firefox"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
SYSTEMS = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS X", "macOS"),
    ("Linux", "Linux"),
)
PHONES = ("Android", "iPhone", "iPad")


@register.filter
def browser_name(sign_in: SignIn) -> str:
    """ "Firefox on Linux"; what says nothing is shown as unknown."""
    browser = next((name for mark, name in BROWSERS if mark in sign_in.browser), "")
    system = next((name for mark, name in SYSTEMS if mark in sign_in.browser), "")
    if browser and system:
        return _("%(browser)s on %(system)s") % {"browser": browser, "system": system}
    return browser or system or _("Unknown browser")


@register.filter
def device_icon(sign_in: SignIn) -> str:
    """A phone or a computer."""
    return "device-mobile" if any(mark in sign_in.browser for mark in PHONES) else "device-laptop"


@register.filter
def sentence(entry: AuditEntry) -> str:
    """A line of a person's history in words."""
    return render(entry)


@register.simple_tag(takes_context=True)
def agent_panels(context: Context, agent: User) -> SafeString:
    """What other apps show on an agent's settings page: groups and limits, for example."""
    request = context["request"]
    drawn = []
    for panel in panels("settings.agent"):
        found = panel.render(request, agent)
        if found is not None:
            template, values = found
            drawn.append(render_to_string(template, values, request=request))
    return SafeString("".join(drawn))
