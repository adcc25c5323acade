from django.db import models

from common.models import OutboxRow


class Delivery(models.Model):
    """One reaction to one fact: runs alone, is retried with back-off, and stays visible when it is dead.

    `handler` names a subscriber, or the action of a rule: rule:ID:ACTION. All actions of a rule share a lane.
    """

    class State(models.IntegerChoices):
        WAITING = 0
        DONE = 1
        DEAD = 2

    fact = models.ForeignKey(OutboxRow, on_delete=models.CASCADE, related_name="deliveries")
    handler = models.CharField(max_length=64)
    lane = models.CharField(
        max_length=64, default=""
    )  # of an item, what shares a lane runs one after another
    target = models.CharField(max_length=32, default="")  # the server it talks to: one at a time to each
    item_kind = models.CharField(max_length=16)
    item_id = models.BigIntegerField()
    state = models.SmallIntegerField(choices=State.choices, default=State.WAITING)
    attempts = models.SmallIntegerField(default=0)
    next_at = models.DateTimeField()
    claimed_until = models.DateTimeField(null=True)
    last_error = models.TextField(blank=True, default="")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["fact", "handler"], name="delivery_once")]
        indexes = [
            # not by next_at: the next one is found by walking what waits in order, and most of that is due
            models.Index(fields=["state", "target", "id"], name="delivery_next"),
            models.Index(fields=["item_kind", "item_id", "state"], name="delivery_item"),
        ]
