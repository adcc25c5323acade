"""Reading the licence of this desk."""

from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import Exists, OuterRef
from django.db.models.functions import Now

from clustering.selectors import state as cluster_state
from common.audit import history
from common.models import AuditEntry
from licensing import registry
from licensing.models import ActivationRequest, StoredLicense
from licensing.selectors.license import License, evaluate
from licensing.selectors.place import Place, place


def current() -> License:
    """The licence as it counts now. One SQL statement; signatures are checked once a process and key."""
    row = StoredLicense.objects.annotate(now=Now()).get(pk=StoredLicense.ROW)
    return evaluate(row, row.now)


def here() -> Place:
    """The fingerprint of this server and this database."""
    return place(StoredLicense.objects.get(pk=StoredLicense.ROW))


def seats_taken() -> int:
    """Enabled agents, invited ones among them."""
    return registry.agents()


def stored() -> StoredLicense:
    """The row itself: when the licensor was asked last, and what went wrong then."""
    return StoredLicense.objects.get(pk=StoredLicense.ROW)


def waiting_request() -> ActivationRequest | None:
    """The newest request file whose answer has not come yet; none that a later activation has overtaken."""
    later = ActivationRequest.objects.filter(answered_at__gt=OuterRef("asked_at"))
    found = ActivationRequest.objects.filter(~Exists(later), answered_at=None, way="offline")
    return found.order_by("-id").first()


def happened(limit: int = 20) -> list[AuditEntry]:
    """What was done to the licence, newest first; `common.audit.render` makes sentences of it."""
    return list(history("license", StoredLicense.ROW).order_by("-id")[:limit])


def licensor_address() -> str:
    """Where keys are activated on line; "" when that is not offered."""
    return str(settings.LICENSOR_URL).rstrip("/")


def licensor_host() -> str:
    """The name to show of it."""
    return urlsplit(licensor_address()).netloc


def manager() -> str:
    """The active node, which manages the licence of the cluster; "" before the first start."""
    return cluster_state().active or ""
