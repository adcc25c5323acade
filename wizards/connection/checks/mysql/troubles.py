"""What can be wrong with a MySQL or MariaDB server, and the command that mends it."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from wizards.connection.checks.report import Trouble
from wizards.connection.target import Target


def said(error: Exception) -> tuple[str, str]:
    """The server's own words and its code."""
    if len(error.args) > 1:
        return str(error.args[1]), str(error.args[0])
    return str(error), ""


def quoted(name: str) -> str:
    """A name as SQL takes it."""
    return "`" + name.replace("`", "``") + "`"


def account(user: str, host: str = "%") -> str:
    """An account as SQL takes it."""
    return "'{}'@'{}'".format(user.replace("\\", "\\\\").replace("'", "\\'"), host)


def refused(target: Target, error: Exception) -> Trouble:
    """The sign-in failed."""
    words, code = said(error)
    who = account(target.user)
    return Trouble(
        _("The database refused the sign-in"),
        words,
        _("Type the password again. If the account is new, an administrator of the database makes it so:"),
        f"CREATE USER {who} IDENTIFIED BY '…'; GRANT ALL ON {quoted(target.name)}.* TO {who};",
        code,
    )


def too_old(target: Target, engine: str, version: str, oldest: str) -> Trouble:
    """The version is not supported."""
    return Trouble(
        _("This %(engine)s is too old") % {"engine": engine},
        _("It is version %(version)s.") % {"version": version},
        _("Upgrade the server to %(oldest)s or later, or name another one.") % {"oldest": oldest},
    )


def may_not_create(target: Target, who: str, words: str) -> Trouble:
    """The database is not there, or hidden from this account."""
    name = quoted(target.name)
    return Trouble(
        _("The database does not exist, and the account may not create it"),
        words,
        _("An administrator of the database creates it so:"),
        f"CREATE DATABASE {name} CHARACTER SET utf8mb4; GRANT ALL ON {name}.* TO {who};",
        "1044",
    )


def wrong_engine(found: str) -> Trouble:
    """New tables would not be of InnoDB."""
    return Trouble(
        _("New tables would not be of InnoDB"),
        _("The server makes tables of the engine %(found)s, which has no transactions.") % {"found": found},
        _(
            "An administrator of the database changes it so, and writes "
            "“default_storage_engine = InnoDB” under [mysqld] in its settings file to keep it:"
        ),
        "SET GLOBAL default_storage_engine = InnoDB;",
    )


def no_innodb() -> Trouble:
    """The engine is switched off."""
    return Trouble(
        _("The server has no InnoDB"),
        _("The engine is switched off or was left out."),
        _("Take “skip-innodb” out of the settings file of the database and start it again."),
    )


def wrong_charset(target: Target, charset: str) -> Trouble:
    """The database is not in utf8mb4."""
    return Trouble(
        _("The database is not in utf8mb4"),
        _("Its character set is %(charset)s; names and mails in other scripts would be lost.")
        % {"charset": charset},
        _("Convert it so, then test again:"),
        f"ALTER DATABASE {quoted(target.name)} CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;",
    )


def wrong_tables(target: Target, tables: Sequence[tuple[str, str, str]]) -> Trouble:
    """Tables that are there are of another engine or character set: (name, engine, collation)."""
    name, engine, _collation = tables[0]
    shown = f"{quoted(target.name)}.{quoted(name)}"
    change = "ENGINE = InnoDB" if engine != "InnoDB" else "CONVERT TO CHARACTER SET utf8mb4"
    return Trouble(
        _("Tables are not of InnoDB, or not in utf8mb4"),
        ", ".join(f"{one[0]}: {one[1]}, {one[2]}" for one in tables[:4]) + (" …" if len(tables) > 4 else ""),
        _("Convert each of them (%(count)d); the first one so:") % {"count": len(tables)},
        f"ALTER TABLE {shown} {change};",
    )


def no_rights(target: Target, who: str, error: Exception) -> Trouble:
    """The probe table could not be made or used."""
    words, code = said(error)
    return Trouble(
        _("The account lacks rights on tables"),
        words,
        _("An administrator of the database gives them so:"),
        f"GRANT ALL ON {quoted(target.name)}.* TO {who};",
        code,
    )
