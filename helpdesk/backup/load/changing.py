"""What is not written as it stands in the backup; counted, so that it can be told."""

import json
from typing import Any

from helpdesk.backup.encoding import canonical
from helpdesk.backup.tables import Table

Row = list[Any]
# Second factors that cannot be checked without the key they were encrypted with
FACTORS = {"totp", "recovery_codes"}


class Changes:
    """`without_secrets`: encrypted values are emptied, because the key that reads them is lost."""

    def __init__(self, *, vendor: str, without_secrets: bool) -> None:
        self.without_secrets = without_secrets
        self._has_no_nul = vendor == "postgresql"
        self.nuls = self.secrets = self.factors = 0

    def apply(self, table: Table, line: bytes) -> Row | None:
        """The row as it is to be written, None when it is not. Raises ValueError."""
        row: Row = json.loads(line)
        if len(row) != len(table.columns):
            raise ValueError("it has not as many values as the table has columns")
        if self._has_no_nul and b"u0000" in line:
            self._strip(table, row)
        if self.without_secrets and not self._empty(table, row):
            return None
        return row

    def _strip(self, table: Table, row: Row) -> None:
        """PostgreSQL keeps every character but one."""
        for place, column in enumerate(table.columns):
            value = row[place]
            if not isinstance(value, str):
                continue
            row[place] = canonical(_clean(json.loads(value))) if column.kind == "json" else _clean(value)
            self.nuls += row[place] != value

    def _empty(self, table: Table, row: Row) -> bool:
        for place, column in enumerate(table.columns):
            if column.kind == "secret" and row[place]:
                row[place] = ""
                self.secrets += 1
        if table.name != "mfa_authenticator":
            return True
        kind = next(row[place] for place, column in enumerate(table.columns) if column.name == "type")
        self.factors += kind in FACTORS
        return kind not in FACTORS


def _clean(value: Any) -> Any:
    if isinstance(value, str):
        return value.replace("\0", "")
    if isinstance(value, list):
        return [_clean(one) for one in value]
    if isinstance(value, dict):
        return {_clean(key): _clean(one) for key, one in value.items()}
    return value
