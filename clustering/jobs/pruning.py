"""Background threads that tidy up what `common` keeps."""

from django.contrib.sessions.models import Session
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clustering.services import prune_refusals
from clustering.threads import background_thread
from common import counters, realtime, throttle
from common.unit import write


@background_thread("counters.fold", every=30, said=_("Counters"))
def fold_counters() -> int:
    """Folds delta rows into bases, batch by batch, so that sums stay quick."""
    folded = 0
    for name in counters.names():
        while done := counters.fold(name):
            folded += done
    return folded


@background_thread("signals.prune", every=60, said=_("Old signals"))
def prune_signals() -> int:
    """Signals that every stream has passed."""
    return write(realtime.prune)()


@background_thread("throttle.prune", every=3600, said=_("Old limits"))
def prune_throttle() -> int:
    """Windows of limits that have long passed."""
    return write(throttle.prune)()


@background_thread("sessions.prune", every=3600, said=_("Old sessions"))
def prune_sessions() -> int:
    """Sessions that have run out."""
    deleted, _ = Session.objects.filter(expire_date__lt=timezone.now()).delete()
    return deleted


@background_thread("cluster.prune", every=3600, said=_("Old refused writes"))
def prune_refused_writes() -> int:
    """Refused writes that are older than a month."""
    return prune_refusals()
