"""What the query of a DATABASE_URL may say, as options of Django's settings and back.

Read by the settings themselves, so nothing here may need settings.
"""

import os
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

from django.core.exceptions import ImproperlyConfigured

from common import urlquery

Read = Callable[[str], str | int]
PREFERRED = "PREFERRED"
SSLMODES = ("disable", "prefer", "require", "verify-ca", "verify-full")
SSL_MODES = ("DISABLED", PREFERRED, "REQUIRED", "VERIFY_CA", "VERIFY_IDENTITY")


def _one_of(known: Iterable[str]) -> Read:
    names = {one.lower(): one for one in known}

    def read(value: str) -> str:
        if value.lower() not in names:
            raise ValueError(f"must be one of {', '.join(names.values())}")
        return names[value.lower()]

    return read


def _file(value: str) -> str:
    if not value.startswith("/"):
        raise ValueError("must be the full path of a file")
    if not Path(value).is_file() or not os.access(value, os.R_OK):
        raise ValueError(f"there is no file {value} that this account can read")
    return value


def _seconds(value: str) -> int:
    if not value.isascii() or not value.isdigit() or int(value) < 1:
        raise ValueError("must be a number of seconds, 1 or more")
    return int(value)


KNOWN: dict[str, dict[str, Read]] = {
    "postgresql": {
        "sslmode": _one_of(SSLMODES),
        "sslrootcert": _file,
        "sslcert": _file,
        "sslkey": _file,
        "connect_timeout": _seconds,
    },
    "mysql": {
        "ssl_mode": _one_of(SSL_MODES),
        "ssl_ca": _file,
        "ssl_cert": _file,
        "ssl_key": _file,
        "connect_timeout": _seconds,
    },
    "sqlite3": {},
}


def kind(config: Mapping[str, Any]) -> str:
    """The engine of a value of DATABASES, as KNOWN calls it."""
    return str(config.get("ENGINE", "")).rpartition(".")[2]


def parse(engine: str, query: str) -> dict[str, str]:
    """The names and values of a query. Raises ImproperlyConfigured."""
    return urlquery.parse("DATABASE_URL", query, KNOWN[engine])


def options(engine: str, given: Mapping[str, str]) -> dict[str, Any]:
    """For OPTIONS of Django's settings. Raises ImproperlyConfigured."""
    found: dict[str, Any] = {"ssl_mode": PREFERRED} if engine == "mysql" else {}
    files: dict[str, str] = {}
    for name, value in given.items():
        try:
            read = KNOWN[engine][name](value)
        except ValueError as error:
            raise ImproperlyConfigured(f"DATABASE_URL: {name} {error}.") from error
        if engine == "mysql" and KNOWN[engine][name] is _file:
            files[name.removeprefix("ssl_")] = str(read)
        else:
            found[name] = read
    return {**found, "ssl": files} if files else found


def given(config: Mapping[str, Any]) -> dict[str, str]:
    """What was said in the query these settings (a value of DATABASES) were made of."""
    engine = kind(config)
    found = dict(config.get("OPTIONS") or {})
    found |= {f"ssl_{name}": path for name, path in found.pop("ssl", {}).items()}
    if found.get("ssl_mode") == PREFERRED:  # as without it
        del found["ssl_mode"]
    return {name: str(found[name]) for name in KNOWN.get(engine, ()) if name in found}


def text(given: Mapping[str, str]) -> str:
    """The query with its "?"; "" when there is nothing to say."""
    return f"?{urlencode(given, quote_via=quote, safe='/')}" if given else ""
