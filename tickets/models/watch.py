"""What is remembered to find time and threshold events: a row a threshold, never a row a ticket."""

from django.db import models


class IdleMark(models.Model):
    """Up to which last activity tickets were looked at for one threshold; `last_id` within that moment."""

    minutes = models.IntegerField(unique=True)
    at = models.DateTimeField()
    last_id = models.BigIntegerField(default=0)


class CountMark(models.Model):
    """Whether the number of open tickets of one department, group or agent is past one threshold."""

    event_id = models.IntegerField()
    item_id = models.BigIntegerField()
    threshold = models.IntegerField()
    direction = models.CharField(max_length=5)
    status = models.CharField(max_length=20, blank=True, default="")
    is_past = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["event_id", "item_id", "threshold", "direction", "status"], name="count_mark_once"
            )
        ]
