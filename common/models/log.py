from django.db import models

from common.models.columns import ActorColumns


class OutboxRow(ActorColumns):
    """A fact that happened, written in the transaction of the change; the dispatcher fans it out.

    `args` are the event's arguments as they were at that moment (keys: events/event_args.csv).
    """

    class State(models.IntegerChoices):
        PENDING = 0
        DISPATCHED = 1

    event_id = models.IntegerField()
    item_kind = models.CharField(max_length=16)
    item_id = models.BigIntegerField()
    args = models.JSONField(default=dict)
    created_at = models.DateTimeField(auto_now_add=True)
    state = models.SmallIntegerField(choices=State.choices, default=State.PENDING)
    epoch = models.BigIntegerField(default=0)
    trail = models.JSONField(default=list)  # ids of the rules that led to it, the first one first

    class Meta:
        indexes = [
            models.Index(fields=["event_id", "id"], name="outbox_event"),
            models.Index(fields=["state", "id"], name="outbox_state"),
            # which earlier facts of an item wait: asked for every delivery
            models.Index(fields=["state", "item_kind", "item_id", "id"], name="outbox_item"),
            models.Index(fields=["created_at"], name="outbox_created"),
        ]


class AuditEntry(ActorColumns):
    """One line of an item's history. `action` has a registered sentence; `data` fills its gaps."""

    item_kind = models.CharField(max_length=16)
    item_id = models.BigIntegerField()
    action = models.CharField(max_length=40)
    data = models.JSONField(default=dict)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["item_kind", "item_id", "id"], name="audit_item")]
