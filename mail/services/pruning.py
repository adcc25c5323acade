"""Forgets what nobody needs any more, in small steps."""

from datetime import timedelta

from common.clock import database_now
from common.unit import write
from mail.models import DeliveryAttempt, MailHourly, OutboundMail

HOURS = timedelta(days=8)
SENT = timedelta(days=30)
_STEP = 500


def prune() -> int:
    """Counters older than a week, and sent or cancelled mail older than a month with its log."""
    deleted = 0
    while step := _prune_step():
        deleted += step
    return deleted


@write
def _prune_step() -> int:
    now = database_now()
    hours = list(MailHourly.objects.filter(hour__lt=now - HOURS).values_list("id", flat=True)[:_STEP])
    deleted = MailHourly.objects.filter(id__in=hours).delete()[0] if hours else 0
    over = (OutboundMail.State.SENT, OutboundMail.State.CANCELLED)
    old = OutboundMail.objects.filter(state__in=over, created_at__lt=now - SENT).order_by("id")
    ids = list(old.values_list("id", flat=True)[:_STEP])
    if ids:
        DeliveryAttempt.objects.filter(mail__in=ids).delete()
        deleted += OutboundMail.objects.filter(id__in=ids).delete()[0]
    return deleted
