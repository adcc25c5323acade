"""The active node manages the licence of the cluster."""

from clustering.threads import background_thread
from licensing import services


@background_thread("licence.confirm", every=3600)
def confirm() -> None:
    """Does the licence still fit this place; once a day, what does the licensor say?"""
    services.check_regularly()
