from django.db import models


class SignalRow(models.Model):
    """Says to open pages: look now. Carries ids, never content; pruned after some minutes."""

    channel = models.CharField(max_length=40)
    name = models.CharField(max_length=24)
    data = models.JSONField(default=dict)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes = [models.Index(fields=["at"], name="signal_at")]
