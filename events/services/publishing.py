"""Publishing: a fact becomes an outbox row in the transaction of the change."""

from clustering import fence
from common.actor import Actor
from common.models import OutboxRow
from common.unit import in_unit, on_commit, write_late
from events import trail, wake
from events.errors import WrongArgumentsError
from events.facts import Fact
from events.registry import event_type


def publish(fact: Fact, *, actor: Actor) -> OutboxRow:
    """Writes the fact at the end of the unit. The caller holds the lock of the item's row: order per item.

    Raises WrongArgumentsError when the fact's keys differ from event_args.csv, RuntimeError outside a unit.
    """
    if not in_unit():
        raise RuntimeError("publish() outside a unit: the fact could stay while its change is rolled back")
    args = fact.args()
    wanted = event_type(fact.event_id).key_names
    if "actorKind" in wanted:
        args |= {"actorKind": actor.kind, "actorId": actor.id, "actorName": actor.label}
    if wanted != args.keys():
        raise WrongArgumentsError(f"{type(fact).__name__}: {sorted(wanted ^ args.keys())}")
    row = OutboxRow(
        event_id=fact.event_id,
        item_kind=fact.item_kind,
        item_id=fact.item_id,
        args=args,
        epoch=fence.current().epoch,
        trail=trail.current(),
        **actor.columns,
    )
    write_late(row)
    on_commit(wake.dispatcher)
    return row
