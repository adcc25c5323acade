from django.db import models


class Count(models.Model):
    """A counter as base and delta rows, whose sum is the count: no change waits for another's lock."""

    name = models.CharField(max_length=24)
    a = models.BigIntegerField(default=0)
    b = models.BigIntegerField(default=0)
    c = models.BigIntegerField(default=0)
    n = models.BigIntegerField()
    is_base = models.BooleanField(default=False)

    class Meta:
        indexes = [models.Index(fields=["name", "a", "c", "b", "n"], name="count_key")]
