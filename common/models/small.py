from django.db import models


class Option(models.Model):
    """A setting that an administrator changed from its default (common.options)."""

    name = models.CharField(max_length=64, unique=True)
    value = models.JSONField()


class Sequence(models.Model):
    """A number line that processes take blocks from (common.sequences)."""

    name = models.CharField(max_length=32, unique=True)
    next = models.BigIntegerField(default=0)


class ThrottleRow(models.Model):
    """Hits of one key in one window; rows, so that all processes count together (common.throttle)."""

    key = models.CharField(max_length=128)
    window = models.BigIntegerField()
    hits = models.IntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["key", "window"], name="throttle_key")]
        indexes = [models.Index(fields=["window"], name="throttle_window")]
