"""The background thread that practises failover by the schedule."""

from django.utils.translation import gettext_lazy as _

from clustering.errors import PracticeRefusedError
from clustering.models import Practice
from clustering.services.practice import ask, read_schedule, refuse_scheduled
from clustering.threads import background_thread
from common.actor import SYSTEM
from common.clock import database_now


@background_thread("cluster.practise", every=30, said=_("Practising failover by the schedule"))
def practise() -> bool:
    """True when one began."""
    slot = read_schedule().is_due(database_now())
    if slot is None or Practice.objects.filter(slot=slot).exists():
        return False
    try:
        ask(None, actor=SYSTEM, slot=slot)
    except PracticeRefusedError as error:
        refuse_scheduled(str(error), actor=SYSTEM, slot=slot)
        return False
    return True
