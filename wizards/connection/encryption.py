"""How a connection is encrypted: three ways people choose from, and their names in a DATABASE_URL."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from wizards.connection.engines import Engine
from wizards.connection.target import Target

OFFERED, ALWAYS, VERIFIED, NEVER = "offered", "always", "verified", "never"
WAYS: dict[str, Promise] = {
    OFFERED: _("Where the server offers it"),
    ALWAYS: _("Always"),
    VERIFIED: _("Always, and check the certificate"),
}
NOTES: dict[str, Promise] = {
    OFFERED: _("Otherwise in the clear. Fine on one machine"),
    ALWAYS: _("No connection without it"),
    VERIFIED: _("The server must also prove that it is the right one"),
}
LABELS = {**WAYS, NEVER: _("Never")}
_MODES = {"postgres": "sslmode", "mysql": "ssl_mode"}
_FILES = {"postgres": "sslrootcert", "mysql": "ssl_ca"}
_VALUES = {
    "postgres": {ALWAYS: "require", VERIFIED: "verify-full"},
    "mysql": {ALWAYS: "REQUIRED", VERIFIED: "VERIFY_IDENTITY"},
}
_READ = {
    "require": ALWAYS,
    "required": ALWAYS,
    "verify-ca": VERIFIED,
    "verify-full": VERIFIED,
    "verify_ca": VERIFIED,
    "verify_identity": VERIFIED,
    "disable": NEVER,
    "disabled": NEVER,
}


def options(engine: Engine, way: str, authority: str) -> dict[str, str]:
    """What a DATABASE_URL says of it."""
    if not engine.is_server or way == OFFERED:
        return {}
    found = {_MODES[engine.scheme]: _VALUES[engine.scheme][way]}
    return {**found, _FILES[engine.scheme]: authority} if way == VERIFIED else found


def of(target: Target) -> str:
    """The way that was chosen."""
    mode = target.options.get(_MODES.get(target.engine.scheme, ""), "")
    return _READ.get(mode.lower(), OFFERED)


def authority(target: Target) -> str:
    """The file with the authority's certificate; "" when there is none."""
    return target.options.get(_FILES.get(target.engine.scheme, ""), "")


def unasked(target: Target, engine: Engine) -> dict[str, str]:
    """What its DATABASE_URL says beyond that, and holds for another database of the same engine: the client's
    certificate and key, seconds to wait."""
    if target.engine.scheme != engine.scheme or not engine.is_server:
        return {}
    asked = {_MODES[engine.scheme], _FILES[engine.scheme]}
    return {name: value for name, value in target.options.items() if name not in asked}


def is_needed(target: Target) -> bool:
    """No connection without it."""
    return of(target) in {ALWAYS, VERIFIED}
