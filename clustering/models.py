from django.db import models
from django.utils.translation import gettext_lazy as _

from common.models import ActorColumns


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
    told_epoch = models.BigIntegerField(default=0)  # the administrators had a mail up to this one
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
    `hour` is its last hour, see `facts.with_run`: a few lists, so that a page costs nothing more.
    """

    name = models.CharField(max_length=64, unique=True)
    node = models.CharField(max_length=64, blank=True, default="")
    last_run_at = models.DateTimeField(null=True)
    next_run_at = models.DateTimeField(null=True)
    duration_ms = models.IntegerField(default=0)
    last_error = models.TextField(blank=True, default="")
    hour = models.JSONField(null=True)
    claimed_until = models.DateTimeField(null=True)
    holder = models.CharField(max_length=160, blank=True, default="")  # common.holder, while it runs
    claim = models.BigIntegerField(default=0)


class WebMember(models.Model):
    """A web server that belongs to a node and shares its status: `serve --role web --join NODE`."""

    name = models.CharField(max_length=120, unique=True)
    node = models.CharField(max_length=64)
    address = models.CharField(max_length=200, blank=True, default="")
    version = models.CharField(max_length=20, blank=True, default="")
    heartbeat_at = models.DateTimeField(null=True)


class SchemaRecord(models.Model):
    """One row: which version of the product upgraded this database last, and which ones may work with it."""

    version = models.CharField(max_length=20)
    compatible_from = models.CharField(max_length=20)
    migrated_at = models.DateTimeField(null=True)  # NULL while the upgrade is under way


class Practice(ActorColumns):
    """A failover that was practised: to another node and back. All times are the database's."""

    class State(models.TextChoices):
        ASKED = "asked", _("Asked")
        THERE = "there", _("Served by the other node")
        BACK = "back", _("On the way back")
        RETURNED = "returned", _("Handed back")
        DONE = "done", _("Done")
        FAILED = "failed", _("Failed")

    home = models.CharField(max_length=64)
    target = models.CharField(max_length=64)
    state = models.CharField(max_length=10, choices=State.choices, default=State.ASKED)
    slot = models.DateTimeField(null=True, unique=True)  # of the schedule; NULL: somebody asked
    epoch = models.BigIntegerField(default=0)
    asked_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    there = models.JSONField(default=dict)  # moments of the way there, see services.practice
    back = models.JSONField(default=dict)
    work = models.JSONField(default=dict)  # what waited before, and what became of it
    threads_moved = models.IntegerField(default=0)
    error = models.TextField(blank=True, default="")

    class Meta:
        indexes = [models.Index(fields=["ended_at", "id"], name="practice_open")]
