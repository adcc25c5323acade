"""The modules that speak with a database. One of them is an extra and may not be installed."""

import importlib
from typing import Any

from django.utils.translation import gettext as _

from wizards.connection.checks.report import CheckFailedError, Trouble

COMMANDS = {
    "MySQLdb": "apt-get install gcc pkg-config default-libmysqlclient-dev && make env EXTRAS=mysql",
    "psycopg": "make env",
}


def load(module: str, engine: str) -> Any:
    """The driver. Looked for anew each time: it may have been installed a moment ago."""
    importlib.invalidate_caches()
    try:
        return importlib.import_module(module)
    except ImportError as error:
        raise CheckFailedError(
            Trouble(
                _("The driver for %(engine)s is not installed") % {"engine": engine},
                str(error),
                _(
                    "Install it on this server, in the folder of the desk; then test again. "
                    "The wizard need not be restarted."
                ),
                COMMANDS.get(module, ""),
            )
        ) from error
