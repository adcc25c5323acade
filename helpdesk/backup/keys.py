"""The two keys of a desk: told apart by fingerprints, kept outside of the database, in backups if asked."""

import hashlib
import hmac

from django.conf import settings

from common import secrets
from helpdesk.backup.manifest import Keys

NAMES = ("DATA_KEY", "SECRET_KEY")


def present(*, included: bool) -> Keys:
    """Those of this node."""
    return Keys(included, secrets.fingerprint(), fingerprint_of_secret_key())


def fingerprint_of_secret_key() -> str:
    return hmac.new(settings.SECRET_KEY.encode(), b"fingerprint", hashlib.sha256).hexdigest()[:32]


def values() -> dict[str, str]:
    return {name: str(getattr(settings, name)) for name in NAMES}


def seal(content: bytes) -> str:
    """Proves, to who has the data key, that the table of contents was written by this desk."""
    return secrets.sign("backup", hashlib.sha256(content).hexdigest(), 64)
