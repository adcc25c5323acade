from django.db import models

from common.actor import Actor


class ActorColumns(models.Model):
    """Who acted, as three columns without a key: the record outlives the person."""

    actor_kind = models.CharField(max_length=10, default="system")
    actor_id = models.BigIntegerField(default=0)
    actor_label = models.CharField(max_length=120, blank=True, default="")

    class Meta:
        abstract = True

    @property
    def actor(self) -> Actor:
        return Actor(self.actor_kind, self.actor_id, self.actor_label)  # type: ignore[arg-type]  # only Actor.columns writes it
