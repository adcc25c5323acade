from django.db import models


class SearchDocument(models.Model):
    """The words of one item, normalized by us; the databases index them as they are (common.search)."""

    kind = models.CharField(max_length=16)
    item_id = models.BigIntegerField()
    scope = models.BigIntegerField(default=0)  # what permission is checked on: a ticket's group
    at = models.DateTimeField()
    words = models.TextField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "item_id"], name="search_item")]
        indexes = [models.Index(fields=["kind", "scope", "at"], name="search_scope")]
