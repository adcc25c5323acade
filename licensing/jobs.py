"""The active node manages the licence of the cluster."""

from django.utils.translation import gettext_lazy as _

from clustering.threads import background_thread
from licensing import services


@background_thread("licence.confirm", every=3600, said=_("Licence"))
def confirm() -> None:
    """Does the licence still fit this place; once a day, what does the licensor say?"""
    services.check_regularly()
