"""What the steps say; the same words for all databases."""

from django.utils.translation import gettext as _

from wizards.connection.target import Target

CLOSE_ENOUGH_SECONDS = 5


def host(target: Target) -> str:
    """Planned: the name of the host."""
    return _("The address of %(host)s") % {"host": target.host}


def port(target: Target) -> str:
    """Planned: the port."""
    return _("Port %(port)s answers") % {"port": target.port}


def sign_in(user: str) -> str:
    """Planned."""
    return _("Sign-in as “%(user)s”") % {"user": user}


def signed_in(user: str, protocol: str) -> str:
    """Done: whether it is encrypted is said either way."""
    step = sign_in(user)
    if not protocol:
        return _("%(step)s, not encrypted") % {"step": step}
    return _("%(step)s, encrypted (%(protocol)s)") % {"step": step, "protocol": protocol}


def version(target: Target) -> str:
    """Planned: the version."""
    values = {"engine": target.engine.label, "oldest": target.engine.oldest_text}
    return _("%(engine)s %(oldest)s or later") % values


def accepted(engine: str, shown: str) -> str:
    """The version will do."""
    return _("%(engine)s %(version)s, accepted") % {"engine": engine, "version": shown}


def database(name: str) -> str:
    """Planned: the database."""
    return _("Database “%(name)s” and the right to create it") % {"name": name}


def will_be_created(target: Target) -> str:
    """It is not there."""
    values = {"name": target.name, "user": target.user}
    return _("Database “%(name)s” does not exist; “%(user)s” may create it") % values


def exists(name: str) -> str:
    """It is there."""
    return _("Database “%(name)s” exists") % {"name": name}


def holds(encoding: str, *, is_empty: bool, is_desk: bool) -> str:
    """What stands in it."""
    if is_empty:
        return _("Encoding %(encoding)s, empty") % {"encoding": encoding}
    if is_desk:
        return _("Encoding %(encoding)s; it holds a desk, which this server joins") % {"encoding": encoding}
    return _("Encoding %(encoding)s; tables of a desk were begun") % {"encoding": encoding}


def clock(ahead: float) -> str:
    """The time of the database, which is the time of the desk."""
    seconds = round(abs(ahead))
    if seconds <= CLOSE_ENOUGH_SECONDS:
        return _("Time zone UTC, clocks agree")
    return _("Time zone UTC; the clocks differ by %(seconds)d s, the database's counts") % {
        "seconds": seconds
    }


def tables() -> str:
    """Done: the probe."""
    return _("rights on tables, a write and a read back")


def rights(ahead: float, *, is_whole: bool) -> str:
    """A table was made and dropped."""
    return f"{clock(ahead)}; {tables()}" if is_whole else clock(ahead)
