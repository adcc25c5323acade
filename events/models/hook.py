from django.db import models

from common.secrets import EncryptedField


class Hook(models.Model):
    """A web address that is told of events, with the secret that signs what it is told."""

    name = models.CharField(max_length=80, unique=True)
    url = models.CharField(max_length=500)
    secret = EncryptedField()
    headers = models.JSONField(default=dict, blank=True)  # more headers to send, by name; never secrets
    is_enabled = models.BooleanField(default=True)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name


class HookDelivery(models.Model):
    """One call of a hook: what was sent, what came back, how long it took.

    `key` is the same for all attempts of one action on one fact: the receiver knows repetitions by it.
    """

    hook = models.ForeignKey(Hook, on_delete=models.CASCADE, related_name="calls")
    key = models.CharField(max_length=64)
    rule_id = models.BigIntegerField(default=0)
    rule_name = models.CharField(max_length=80, blank=True, default="")
    event_id = models.IntegerField()
    fact_id = models.BigIntegerField()
    body = models.TextField()  # the JSON that was sent, to the letter
    code = models.PositiveIntegerField(default=0)  # the answer's status; 0: none came
    ms = models.PositiveIntegerField(default=0)
    answer = models.TextField(blank=True, default="")  # the beginning of the answer's body
    error = models.TextField(blank=True, default="")
    is_replay = models.BooleanField(default=False)
    at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["hook", "id"], name="hook_call_page"),
            models.Index(fields=["at"], name="hook_call_at"),
        ]

    @property
    def is_good(self) -> bool:
        return 200 <= self.code < 300 and not self.error
