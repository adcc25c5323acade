"""What a desk asks the licensor: to activate a key here, or to confirm it once more."""

import json
from dataclasses import dataclass
from typing import Any

from licensing.errors import LicensorError

KIND = "helpdesk-activation-request"
MAX_BYTES = 40_000


@dataclass(frozen=True, slots=True)
class Request:
    """`key` is the key's whole text: who asks must hold it, not only know its name."""

    key: str
    key_id: str
    database: str
    server: str
    version: str
    nonce: str

    def as_dict(self) -> dict[str, str]:
        return {
            "kind": KIND,
            "key": self.key,
            "key_id": self.key_id,
            "database": self.database,
            "server": self.server,
            "version": self.version,
            "nonce": self.nonce,
        }

    def as_json(self) -> str:
        """As it stands in the request file and goes over the line."""
        return json.dumps(self.as_dict(), indent=2)


def read_request(text: str) -> Request:
    """Raises LicensorError."""
    try:
        said: Any = json.loads(text)
        if said["kind"] != KIND:
            raise LicensorError("This is no request of a desk.")
        values = {name: said[name] for name in Request.__dataclass_fields__}
    except (ValueError, KeyError, TypeError) as error:
        raise LicensorError("This is no request of a desk.") from error
    if not all(isinstance(value, str) and 0 < len(value) <= 20_000 for value in values.values()):
        raise LicensorError("This is no request of a desk.")
    return Request(**values)
