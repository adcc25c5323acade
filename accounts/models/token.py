from django.conf import settings
from django.db import models


class PersonalToken(models.Model):
    """A link that was mailed to prove an address: verify, reset, invite, claim. Kept as a hash, used once."""

    class Purpose(models.TextChoices):
        VERIFY = "verify"
        RESET = "reset"
        INVITE = "invite"
        CLAIM = "claim"

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="tokens")
    purpose = models.CharField(max_length=8, choices=Purpose.choices)
    digest = models.CharField(max_length=64, unique=True)
    email = models.CharField(max_length=254, blank=True, default="")
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
