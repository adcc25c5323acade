import secrets

from django.db import models
from django.utils.translation import gettext_lazy as _


def _database_id() -> str:
    return secrets.token_hex(16)


class Way(models.TextChoices):
    ON_LINE = "online", _("On line")
    OFF_LINE = "offline", _("With a file")


class Reason(models.TextChoices):
    """Why a grace period runs."""

    SERVER = "server", _("This desk moved to another server.")
    DATABASE = "database", _("This desk moved to another database.")
    REVOKED = "revoked", _("The licensor has revoked the key.")
    VERSION = "version", _("The maintenance of the key ended before this version was released.")
    ENDED = "ended", _("The key has run out.")


class Stage(models.IntegerChoices):
    """How far a grace period is, as administrators are mailed of it. The numbers only grow in one period."""

    NONE = 0
    BEGAN = 1
    ENDING = 2
    OVER = 3


class StoredLicense(models.Model):
    """One row: key and answer as they were given. What they mean is read from what is signed, every time.

    `database_id` is made once a database; a restored backup gets a new one. `told_of` is the beginning of the
    grace period that the administrators had a mail of, `told_stage` the last one they had. `server` is the
    fingerprint of the active node's machine, for web members on others.
    """

    ROW = 1

    key = models.TextField(blank=True, default="")
    answer = models.TextField(blank=True, default="")
    way = models.CharField(max_length=8, choices=Way.choices, blank=True, default="")
    database_id = models.CharField(max_length=32, default=_database_id)
    server = models.CharField(max_length=32, blank=True, default="", db_default="")
    grace_reason = models.CharField(max_length=10, choices=Reason.choices, blank=True, default="")
    grace_since = models.DateTimeField(null=True)
    told_of = models.DateTimeField(null=True)
    told_stage = models.PositiveSmallIntegerField(
        choices=Stage.choices, default=Stage.NONE, db_default=Stage.NONE
    )
    activated_at = models.DateTimeField(null=True)
    confirmed_at = models.DateTimeField(null=True)  # the licensor's last word, on line
    asked_at = models.DateTimeField(null=True)  # the last attempt to ask on line
    ask_error = models.TextField(blank=True, default="")


class ActivationRequest(models.Model):
    """A question to the licensor. Its answer is taken once."""

    nonce = models.CharField(max_length=64, unique=True)
    key = models.TextField()
    key_id = models.CharField(max_length=40)
    database = models.CharField(max_length=32)
    server = models.CharField(max_length=32)
    way = models.CharField(max_length=8, choices=Way.choices)
    asked_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
