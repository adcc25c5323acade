"""What the licensor answers, signed: this key is active at this place, or it is no more."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from licensing.errors import NotAnAnswerError
from licensing.papers import signed

WORD = "HDANS1"
Status = Literal["active", "revoked"]


@dataclass(frozen=True, slots=True)
class AnswerFacts:
    """`nonce`, `database` and `server` are those of the request: an answer fits one request only."""

    activation: str
    key_id: str
    status: Status
    nonce: str
    database: str
    server: str
    valid_from: datetime
    grace_days: int
    licensor: str = ""
    text: str = ""

    def sealed(self, private: Ed25519PrivateKey) -> str:
        """The answer's text, on one line."""
        says = {
            "activation": self.activation,
            "key": self.key_id,
            "status": self.status,
            "nonce": self.nonce,
            "database": self.database,
            "server": self.server,
            "from": self.valid_from.isoformat(),
            "grace": self.grace_days,
        }
        return signed.seal(WORD, says, private)


def answer_file(text: str) -> str:
    """The content of an answer file."""
    return json.dumps({"answer": text}, indent=2)


def _unwrapped(text: str) -> str:
    """The answer's text, whether pasted as it is or in the file's form."""
    try:
        said = json.loads(text)
    except ValueError:
        return text
    return str(said.get("answer", "")) if isinstance(said, dict) else ""


def read_answer(text: str, licensors: Mapping[str, bytes]) -> AnswerFacts:
    """Raises NotAnAnswerError, TamperedError, UnknownLicensorError."""
    text = signed.clean(_unwrapped(text))
    if not signed.looks_like(WORD, text):
        raise NotAnAnswerError
    said = signed.open_sealed(WORD, text, licensors)
    try:
        return AnswerFacts(
            activation=str(said["activation"]),
            key_id=str(said["key"]),
            status=_status(said["status"]),
            nonce=str(said["nonce"]),
            database=str(said["database"]),
            server=str(said["server"]),
            valid_from=datetime.fromisoformat(said["from"]),
            grace_days=max(0, int(said["grace"])),
            licensor=str(said["licensor"]),
            text=text,
        )
    except (KeyError, TypeError, ValueError) as error:
        raise NotAnAnswerError from error


def _status(value: Any) -> Status:
    if value == "active":
        return "active"
    if value == "revoked":
        return "revoked"
    raise ValueError(value)
