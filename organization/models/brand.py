from django.conf import settings
from django.db import models

from common.models import Blob
from common.site import Site


class Brand(models.Model):
    """A face to customers: its own host name, colour, logo and sender."""

    name = models.CharField(max_length=80, unique=True)
    host = models.CharField(max_length=120, unique=True, null=True)  # noqa: DJ001  # NULL: any other host
    colour = models.CharField(max_length=7, default="#0b666a")
    logo = models.ForeignKey(Blob, null=True, on_delete=models.SET_NULL, related_name="+")
    sender_name = models.CharField(max_length=80, blank=True, default="")
    sender_address = models.CharField(max_length=254, blank=True, default="")
    base_url = models.CharField(max_length=200, blank=True, default="")
    language = models.CharField(max_length=10, default="en")
    welcome = models.CharField(max_length=200, blank=True, default="")
    is_default = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)
    sort = models.IntegerField(default=100)

    class Meta:
        ordering = ("sort", "id")

    def __str__(self) -> str:
        return self.name

    @property
    def site(self) -> Site:
        """The brand as what lower apps know of it."""
        return Site(
            id=self.pk,
            name=self.name,
            colour=self.colour,
            address=(self.base_url or settings.BASE_URL).rstrip("/"),
            sender_name=self.sender_name or self.name,
            sender_address=self.sender_address or settings.DEFAULT_FROM_EMAIL,
            language=self.language,
            logo=self.logo_id or 0,
            welcome=self.welcome,
        )
