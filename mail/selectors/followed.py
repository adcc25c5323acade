"""Mail that waits, as a practised failover follows it."""

from datetime import datetime

from django.db.models import Count
from django.utils.translation import gettext_lazy as _

from clustering.work import Account, Work
from mail.models import DeliveryAttempt, InboundMail, OutboundMail

Out = OutboundMail.State
In = InboundMail.State


def _waiting_out(most: int) -> list[int]:
    rows = OutboundMail.objects.filter(state__in=[Out.QUEUED, Out.CLAIMED]).order_by("id")
    return list(rows.values_list("id", flat=True)[:most])


def _account_out(ids: list[int], since: datetime) -> Account:
    """Sent twice: a server took it more than once. Who is to wait for a part of it waits longer than that."""
    states = list(OutboundMail.objects.filter(id__in=ids).values_list("state", flat=True))
    taken = DeliveryAttempt.objects.filter(mail__in=ids, is_ok=True, at__gte=since).values("mail")
    return Account(
        done=states.count(Out.SENT),
        waiting=states.count(Out.QUEUED) + states.count(Out.CLAIMED),
        failed=states.count(Out.FAILED) + states.count(Out.CANCELLED),
        gone=len(ids) - len(states),
        doubled=taken.annotate(times=Count("id")).filter(times__gt=1).count(),
    )


def _waiting_in(most: int) -> list[int]:
    rows = InboundMail.objects.filter(state=In.RECEIVED).order_by("id")
    return list(rows.values_list("id", flat=True)[:most])


def _account_in(ids: list[int], since: datetime) -> Account:
    """Handled twice cannot be: what a mail became is written with its state."""
    states = list(InboundMail.objects.filter(id__in=ids).values_list("state", flat=True))
    return Account(
        done=states.count(In.HANDLED) + states.count(In.IGNORED),
        waiting=states.count(In.RECEIVED),
        failed=states.count(In.FAILED),
        gone=len(ids) - len(states),
    )


WORK = (
    Work("mail_in", _("Mail in"), _waiting_in, _account_in),
    Work("mail_out", _("Mail out"), _waiting_out, _account_out),
)
