"""The steps that make the tables, in groups that say something to people."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

REST = _("Everything else")
GROUPS: tuple[tuple[Promise, frozenset[str]], ...] = (
    (
        _("Accounts and organization"),
        frozenset({"accounts", "organization", "auth", "contenttypes", "sessions", "account", "mfa", "axes"}),
    ),
    (_("Events and custom fields"), frozenset({"events", "customfields", "common"})),
    (_("Mail and external providers"), frozenset({"mail", "providers"})),
    (_("Cluster and licence"), frozenset({"clustering", "licensing", "wizards"})),
    (_("Tickets and search"), frozenset({"tickets"})),
)


def group_of(app: str) -> int:
    """The group's place in GROUPS; one past the end for the rest."""
    return next((place for place, (_label, apps) in enumerate(GROUPS) if app in apps), len(GROUPS))


def label(place: int) -> Promise:
    """The name of a group."""
    return GROUPS[place][0] if place < len(GROUPS) else REST
