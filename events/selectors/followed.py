"""Facts and what follows from them, as a practised failover follows them."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from clustering.work import Account, Work
from common.models import OutboxRow
from events.models import Delivery

State = Delivery.State


def _waiting_facts(most: int) -> list[int]:
    rows = OutboxRow.objects.filter(state=OutboxRow.State.PENDING).order_by("id")
    return list(rows.values_list("id", flat=True)[:most])


def _account_facts(ids: list[int], since: datetime) -> Account:
    """Fanned out twice cannot be: a fact has one delivery a handler."""
    states = list(OutboxRow.objects.filter(id__in=ids).values_list("state", flat=True))
    waiting = states.count(OutboxRow.State.PENDING)
    return Account(done=len(states) - waiting, waiting=waiting, gone=len(ids) - len(states))


def _waiting_deliveries(most: int) -> list[int]:
    rows = Delivery.objects.filter(state=State.WAITING).order_by("id")
    return list(rows.values_list("id", flat=True)[:most])


def _account_deliveries(ids: list[int], since: datetime) -> Account:
    states = list(Delivery.objects.filter(id__in=ids).values_list("state", flat=True))
    return Account(
        done=states.count(State.DONE),
        waiting=states.count(State.WAITING),
        failed=states.count(State.DEAD),
        gone=len(ids) - len(states),
    )


WORK = (
    Work("events", _("Events"), _waiting_facts, _account_facts),
    Work("reactions", _("Reactions to events"), _waiting_deliveries, _account_deliveries),
)
