"""What to do about a grace period, as pages and mails say it."""

from django.utils.translation import gettext_lazy as _

from common.text import Text
from licensing.models import Reason

TO_DO: dict[Reason, Text] = {
    Reason.SERVER: _("Activate the key here once more."),
    Reason.DATABASE: _("Activate the key here once more."),
    Reason.REVOKED: _("Ask the licensor why, and activate another key."),
    Reason.VERSION: _("Renew the maintenance and activate the new key."),
    Reason.ENDED: _("Ask the licensor for a new key and activate it."),
}
