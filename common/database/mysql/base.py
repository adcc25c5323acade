"""The backend by the name Django looks for: `ENGINE` is `common.database.mysql`."""

from typing import Any

import MySQLdb  # type: ignore[import-untyped]  # the driver has no types
from django.db import Error
from django.db.backends.mysql import base

from common.database.mysql import encryption


class DatabaseWrapper(base.DatabaseWrapper):
    """Encrypted as `ssl_mode` says, or not connected; and dropped when it is lost between transactions."""

    def get_connection_params(self) -> dict[str, Any]:
        return encryption.parameters(MySQLdb, super().get_connection_params())

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        connection = super().get_new_connection(conn_params)
        encryption.insist(MySQLdb, connection, conn_params)
        return connection

    def _set_autocommit(self, autocommit: bool) -> None:
        """Here the server is asked. When that fails Django goes on believing that a transaction is open: the
        next unit joins it, and the thread never gets a new connection.
        """
        try:
            super()._set_autocommit(autocommit)  # type: ignore[misc]  # the stubs leave it out
        except Error:
            self.close()
            raise
