"""Reads the environment: the only place of the product that does. docs/settings.md describes each name."""

import os
from collections import ChainMap
from pathlib import Path
from typing import Any

import environ
from django.core.exceptions import ImproperlyConfigured

from wizards.connection import node_file

BASE_DIR = Path(__file__).resolve().parent.parent.parent


class Settings(environ.Env):  # type: ignore[misc]  # it has no types
    """Says which name holds what cannot be read. Raises ImproperlyConfigured."""

    def get_value(self, var: str, *args: Any, **kwargs: Any) -> Any:
        try:
            return super().get_value(var, *args, **kwargs)
        except ValueError as error:  # of int() and float()
            raise ImproperlyConfigured(
                f"{var} is “{self.ENVIRON.get(var)}”; a number is expected."
            ) from error


env = Settings()
_env_file = Path(env.str("ENV_FILE", str(BASE_DIR / ".env")))
if _env_file.is_file():
    env.read_env(_env_file)
VAR_DIR = Path(env.str("VAR_DIR", str(BASE_DIR / "var"))).resolve()

# The node's own file comes last, and is not put into the environment: a process that is started later reads
# it anew, and finds what stands there by then.
NODE_FILE = VAR_DIR / node_file.NAME
env.ENVIRON = ChainMap(os.environ, node_file.read(NODE_FILE))

DEBUG: bool = env.bool("DEBUG", False)
DEMO: bool = env.bool("DEMO", False)
# Where DATABASE_URL stands: "environment" (or ENV_FILE), "node"; "" is the SQLite database in VAR_DIR.
DATABASE_FROM = ""
if "DATABASE_URL" in env.ENVIRON:
    DATABASE_FROM = "environment" if "DATABASE_URL" in os.environ else "node"
