"""Secrets in the database are encrypted with a key file that stays outside database and backup."""

import base64
import hashlib
import hmac
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings
from django.db import models

_PREFIX = "enc1:"


class SecretUnreadableError(Exception):
    """The value was encrypted with another key file than this node's."""


@lru_cache(maxsize=4)
def _fernet(key: str) -> Fernet:
    return Fernet(base64.urlsafe_b64encode(hashlib.sha256(b"data:" + key.encode()).digest()))


def encrypt(text: str) -> str:
    """`text` encrypted; an empty one stays empty."""
    return _PREFIX + _fernet(settings.DATA_KEY).encrypt(text.encode()).decode() if text else ""


def decrypt(value: str) -> str:
    """The text again. Raises SecretUnreadableError."""
    if not value.startswith(_PREFIX):
        return value
    try:
        return _fernet(settings.DATA_KEY).decrypt(value[len(_PREFIX) :].encode()).decode()
    except InvalidToken as error:
        raise SecretUnreadableError("The key file of this node does not fit the database.") from error


def sign(purpose: str, message: str, length: int = 16) -> str:
    """A short keyed hash: proves that `message` was written by this installation for `purpose`."""
    key = hashlib.sha256(f"sign:{purpose}:{settings.DATA_KEY}".encode()).digest()
    return hmac.new(key, message.encode(), hashlib.sha256).hexdigest()[:length]


def fingerprint() -> str:
    """Tells key files apart without showing them: nodes compare it."""
    return sign("fingerprint", "key", 32)


if TYPE_CHECKING:
    _TextField = models.TextField[str, str]
else:
    _TextField = models.TextField


class EncryptedField(_TextField):
    """Text that is plain in Python and encrypted in the database."""

    def from_db_value(self, value: str | None, expression: Any, connection: Any) -> str | None:
        return None if value is None else decrypt(value)

    def get_prep_value(self, value: Any) -> Any:
        return None if value is None else encrypt(str(value))
