"""Encryption as `ssl_mode` says, with either library the driver may be built on.

MySQL's own library does it by itself. MariaDB's takes PREFERRED for "no", and with REQUIRED it goes on in the
clear when the server has no encryption.
"""

from collections.abc import Mapping
from typing import Any

from common.database.query import PREFERRED

SSL = 0x0800  # of the flags a connection was made with
_ENCRYPT = {"cipher": "DEFAULT"}  # whoever asks for ciphers gets encryption where the server has it
NO_ENCRYPTION = 2026


def parameters(driver: Any, wanted: Mapping[str, Any]) -> dict[str, Any]:
    """What the driver is called with."""
    is_local = "unix_socket" in wanted or wanted.get("host", "localhost") == "localhost"
    if wanted.get("ssl_mode") != PREFERRED or is_local or not _is_of_mariadb(driver):
        return dict(wanted)
    return {**wanted, "ssl": {**_ENCRYPT, **wanted.get("ssl", {})}}


def insist(driver: Any, connection: Any, wanted: Mapping[str, Any]) -> None:
    """Closes a connection that had to be encrypted and is not. Raises the driver's OperationalError."""
    mode = wanted.get("ssl_mode", "DISABLED")
    if mode in {"DISABLED", PREFERRED} or not _is_of_mariadb(driver) or connection.client_flag & SSL:
        return
    connection.close()
    raise driver.OperationalError(
        NO_ENCRYPTION, f"ssl_mode is {mode}, and the database server offers no encryption"
    )


def _is_of_mariadb(driver: Any) -> bool:
    """The libraries of MySQL are 5 to 9; MariaDB's is 3, and was 10 for a time."""
    return int(driver.get_client_info().partition(".")[0]) not in range(5, 10)
