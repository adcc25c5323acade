"""What can be wrong with a PostgreSQL server, and the command that mends it."""

from typing import Any

from django.utils.translation import gettext as _

from wizards.connection.checks.report import Trouble
from wizards.connection.target import Target


def said(error: Exception) -> str:
    """The server's own words, without where the driver was at that moment."""
    text = str(error).strip()
    for mark in ("FATAL:", "ERROR:", " failed: "):
        text = text.rpartition(mark)[2] if mark in text else text
    return text.strip().splitlines()[0].strip() if text.strip() else type(error).__name__


def is_about_encryption(error: Any) -> bool:
    """It failed before the server heard of an account."""
    words = str(error)
    return error.sqlstate is None and any(sign in words for sign in ("SSL", "certificate", "TLS"))


def quoted(name: str) -> str:
    """A name as SQL takes it."""
    is_plain = name.isidentifier() and name.islower() and name.isascii()
    return name if is_plain else '"' + name.replace('"', '""') + '"'


def _create(name: str, owner: str) -> str:
    return f"CREATE DATABASE {quoted(name)} OWNER {quoted(owner)} ENCODING 'UTF8' TEMPLATE template0;"


def refused(target: Target, error: Exception) -> Trouble:
    """The sign-in failed."""
    words = said(error)
    if "pg_hba.conf" in words:
        return Trouble(
            _("The database does not let this server in"),
            words,
            _(
                "Add this line to pg_hba.conf of the database, with the address of this server, "
                "and reload it:"
            ),
            f"host  {target.name}  {target.user}  10.0.0.0/8  scram-sha-256",
        )
    verb = "CREATE" if "does not exist" in words else "ALTER"
    return Trouble(
        _("The database refused the sign-in"),
        words,
        _("Type the password again. If the account is new, an administrator of the database sets it so:"),
        f"{verb} ROLE {quoted(target.user)} WITH LOGIN CREATEDB PASSWORD '…';",
        str(getattr(error, "sqlstate", None) or ""),
    )


def too_old(target: Target, version: str) -> Trouble:
    """The version is not supported."""
    return Trouble(
        _("This PostgreSQL is too old"),
        _("It is version %(version)s.") % {"version": version},
        _("Upgrade the server to %(oldest)s or later, or name another one.")
        % {"oldest": target.engine.oldest_text},
    )


def may_not_create(target: Target) -> Trouble:
    """The database is not there."""
    return Trouble(
        _("The database does not exist, and the account may not create it"),
        _("“%(user)s” has no right to create databases.") % {"user": target.user},
        _("An administrator of the database creates it so:"),
        _create(target.name, target.user),
        "42501",
    )


def may_not_open(target: Target, error: Exception) -> Trouble:
    """The database is there, and closed for this account."""
    return Trouble(
        _("The account may not open the database"),
        said(error),
        _("An administrator of the database gives it to the account so:"),
        f"ALTER DATABASE {quoted(target.name)} OWNER TO {quoted(target.user)};",
        str(getattr(error, "sqlstate", None) or ""),
    )


def not_utf8(target: Target, encoding: str) -> Trouble:
    """Another encoding loses letters."""
    return Trouble(
        _("The database is not in UTF-8"),
        _("Its encoding is %(encoding)s; names and mails in other scripts would be lost.")
        % {"encoding": encoding},
        _(
            "PostgreSQL cannot change it afterwards. Make a new database and enter its name here; "
            "what the old one holds can be copied with pg_dump."
        ),
        _create(f"{target.name}_utf8", target.user),
    )


def no_rights(target: Target, error: Any) -> Trouble:
    """The probe table could not be made or used."""
    return Trouble(
        _("The account may not make tables"),
        said(error),
        _("An administrator of the database gives the right, connected to “%(name)s”:")
        % {"name": target.name},
        f"GRANT ALL ON SCHEMA public TO {quoted(target.user)};",
        str(getattr(error, "sqlstate", None) or ""),
    )
