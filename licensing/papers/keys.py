"""A licence key: what the licensor has sold to whom."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from licensing.errors import NotAPaperError
from licensing.papers import signed
from licensing.papers.editions import Edition

WORD = "HDKEY1"


@dataclass(frozen=True, slots=True)
class KeyFacts:
    """`id` is the short name people read to each other; `text` is the key itself, on one line."""

    id: str
    serial: int
    edition: Edition
    agents: int
    failover: bool
    customer: str
    maintenance_until: date | None  # None: for ever
    valid_until: date | None  # None: for ever
    issued_at: datetime
    licensor: str = ""
    text: str = ""

    def sealed(self, private: Ed25519PrivateKey) -> str:
        """The key's text, on one line."""
        says = {
            "id": self.id,
            "serial": self.serial,
            "edition": self.edition.value,
            "agents": self.agents,
            "failover": self.failover,
            "customer": self.customer,
            "maintenance": self.maintenance_until.isoformat() if self.maintenance_until else None,
            "until": self.valid_until.isoformat() if self.valid_until else None,
            "issued": self.issued_at.isoformat(),
        }
        return signed.seal(WORD, says, private)


def _date(value: Any) -> date | None:
    return None if value is None else date.fromisoformat(value)


def read_key(text: str, licensors: Mapping[str, bytes]) -> KeyFacts:
    """Raises NotAPaperError, TamperedError, UnknownLicensorError. Dates are not looked at here."""
    text = signed.clean(text)
    if not signed.looks_like(WORD, text):
        raise NotAPaperError
    said = signed.open_sealed(WORD, text, licensors)
    try:
        return KeyFacts(
            id=str(said["id"]),
            serial=int(said["serial"]),
            edition=Edition(said["edition"]),
            agents=int(said["agents"]),
            failover=said["failover"] is True,
            customer=str(said["customer"]),
            maintenance_until=_date(said["maintenance"]),
            valid_until=_date(said["until"]),
            issued_at=datetime.fromisoformat(said["issued"]),
            licensor=str(said["licensor"]),
            text=text,
        )
    except (KeyError, TypeError, ValueError) as error:  # signed, but in words of a later version
        raise NotAPaperError from error
