"""What can be bought."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Edition(TextChoices):
    FREE = "free", _("Free")
    PROFESSIONAL = "professional", _("Professional")
    ENTERPRISE = "enterprise", _("Enterprise")
    FAILOVER = "failover", _("Enterprise with Failover")

    @property
    def most_agents(self) -> int | None:
        """None: as the key says."""
        return {Edition.FREE: 1, Edition.PROFESSIONAL: 10}.get(self)

    @property
    def has_failover(self) -> bool:
        return self is Edition.FAILOVER
