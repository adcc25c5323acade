from django.db import models
from django.utils.translation import gettext_lazy as _


class Node(models.Model):
    """A server of this desk: the failover unit."""

    class Role(models.TextChoices):
        ACTIVE = "active", _("Active")
        PASSIVE = "passive", _("Passive")
        DISABLED = "disabled", _("Disabled")

    name = models.CharField(max_length=64, unique=True)
    role = models.CharField(max_length=10, choices=Role.choices, default=Role.DISABLED)
    address = models.CharField(max_length=200, blank=True, default="")
    version = models.CharField(max_length=20, blank=True, default="")
    heartbeat_at = models.DateTimeField(null=True)
    last_error = models.TextField(blank=True, default="")
    created_at = models.DateTimeField(auto_now_add=True)
    beats = models.CharField(max_length=120, blank=True, default="")  # ms between the last ones, oldest first
    # What the node found out about itself: may it be active? {"files": [code, detail], ...}, see facts
    checks = models.JSONField(default=dict)
    checked_at = models.DateTimeField(null=True)
    check_wanted = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.name


class Lease(models.Model):
    """One row: who is active, and a fencing epoch that only grows."""

    node = models.ForeignKey(Node, null=True, on_delete=models.PROTECT)
    epoch = models.BigIntegerField(default=0)
    taken_at = models.DateTimeField(null=True)
    off_since = models.DateTimeField(null=True)  # an administrator wants no node to be active
    # What the other nodes compare with; the active one keeps it fresh.
    database_id = models.CharField(max_length=40, blank=True, default="")
    probe = models.CharField(max_length=40, blank=True, default="")  # the name of the last probe file
    fingerprint = models.CharField(max_length=64, blank=True, default="")  # of the key file


class RefusedWrite(models.Model):
    """The fence refused what a node that had lost the lease still tried."""

    node = models.CharField(max_length=64)
    epoch = models.BigIntegerField()
    at = models.DateTimeField(db_index=True)


class ThreadRun(models.Model):
    """What a background thread did last, for the Clustering page; and its claim.

    `claim` grows with every claim: what a process does under an older number counts no more.
    """

    name = models.CharField(max_length=64, unique=True)
    node = models.CharField(max_length=64, blank=True, default="")
    last_run_at = models.DateTimeField(null=True)
    next_run_at = models.DateTimeField(null=True)
    duration_ms = models.IntegerField(default=0)
    last_error = models.TextField(blank=True, default="")
    claimed_until = models.DateTimeField(null=True)
    holder = models.CharField(max_length=160, blank=True, default="")  # common.holder, while it runs
    claim = models.BigIntegerField(default=0)
