from django.db import models

from organization.models import Brand


class EmailTemplate(models.Model):
    """A template as the administrator wrote it; without one the product's own is used.

    Three parts; variables are written #NAME#. Without a brand it is that of all brands.
    """

    brand = models.ForeignKey(
        Brand, null=True, blank=True, on_delete=models.CASCADE, related_name="templates"
    )
    scope = models.BigIntegerField(default=0)  # the brand's id, 0 for all: unique even without a brand
    key = models.CharField(max_length=40)
    language = models.CharField(max_length=10)
    subject = models.CharField(max_length=300)
    html = models.TextField()
    text = models.TextField()
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ("key", "language", "id")
        constraints = [models.UniqueConstraint(fields=["scope", "key", "language"], name="template_once")]

    def __str__(self) -> str:
        return f"{self.key} ({self.language})"
