"""Administrators hear of takeovers and of grace periods, in the name of the default brand.

Not in the takeover itself: nothing may hold that up, neither a slow template nor a data folder that hangs.
"""

from django.utils.translation import gettext_lazy as _

from accounts.services import mail_grace, mail_takeover
from clustering.selectors import untold_takeovers
from clustering.threads import background_thread
from common import site
from licensing.selectors import untold_grace
from organization.selectors import site_for


@background_thread("cluster.tell", every=5, said=_("Mails about takeovers"))
def tell_of_takeovers() -> int:
    """One transaction a takeover, so that each is told once."""
    with site.use(site_for("")):
        return sum(mail_takeover(takeover) for takeover in untold_takeovers())


@background_thread("licence.tell", every=300, said=_("Mails about the licence"))
def tell_of_grace() -> int:
    """One transaction a stage, so that each is told once."""
    if untold_grace() is None:
        return 0
    with site.use(site_for("")):
        return mail_grace()
