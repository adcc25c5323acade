"""Accounts in the settings tree, and the sentences of a person's history."""

from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.permissions import ADMINISTER, MANAGE_AGENTS, MANAGE_CUSTOMERS
from common.audit import Sentence, sentence
from common.text import Text
from common.ui import NavEntry, add_nav

PEOPLE, SECURITY = gettext_lazy("People"), gettext_lazy("Security")

add_nav(NavEntry("settings", gettext_lazy("Agents"), "settings_agents", "headset", PEOPLE, 20, MANAGE_AGENTS))
add_nav(NavEntry("settings", gettext_lazy("Roles"), "settings_roles", "key", PEOPLE, 21, ADMINISTER))
add_nav(
    NavEntry(
        "settings", gettext_lazy("Customers"), "settings_customers", "users", PEOPLE, 22, MANAGE_CUSTOMERS
    )
)
add_nav(
    NavEntry(
        "settings",
        gettext_lazy("Directories"),
        "settings_directories",
        "id-badge-2",
        SECURITY,
        25,
        ADMINISTER,
    )
)

PLAIN: dict[str, Text] = {
    "user.known": gettext_lazy("Became known by an e-mail address"),
    "user.claimed": gettext_lazy("Made the address an account"),
    "user.invited": gettext_lazy("Was invited"),
    "user.no_seat": gettext_lazy("Is no agent yet: all agents of the licence are taken"),
    "user.accepted": gettext_lazy("Accepted the invitation"),
    "user.disabled": gettext_lazy("Was switched off"),
    "user.enabled": gettext_lazy("Was switched on"),
    "user.password_reset": gettext_lazy("Set a new password by a mailed link"),
    "user.password_changed": gettext_lazy("Changed the password"),
    "user.preferences_changed": gettext_lazy("Changed look or notifications"),
    "user.profile_changed": gettext_lazy("Changed the profile"),
    "directory.made": gettext_lazy("Made the directory"),
    "directory.changed": gettext_lazy("Changed the directory"),
    "directory.paused": gettext_lazy("Switched the directory off"),
    "directory.resumed": gettext_lazy("Switched the directory on"),
    "directory.deleted": gettext_lazy("Deleted the directory"),
    "user.administrator_created": gettext_lazy("Was made the first administrator"),
}
FACTORS: dict[str, Text] = {
    "totp_activated": gettext_lazy("Set up an authenticator app"),
    "totp_deactivated": gettext_lazy("Removed the authenticator app"),
    "webauthn_added": gettext_lazy("Added a passkey"),
    "webauthn_removed": gettext_lazy("Removed a passkey"),
    "recovery_codes_generated": gettext_lazy("Made new recovery codes"),
}


def _plain(text: Text) -> Sentence:
    return lambda data: str(text)


for _action, _text in PLAIN.items():
    sentence(_action)(_plain(_text))


@sentence("user.factor_changed")
def _factor(data: dict[str, Any]) -> str:
    return str(FACTORS.get(data.get("change", ""), _("Changed the second factor")))


@sentence("user.signed_out")
def _signed_out(data: dict[str, Any]) -> str:
    count = int(data.get("browsers", 1))
    return ngettext("Was signed out in %(count)d browser", "Was signed out in %(count)d browsers", count) % {
        "count": count
    }


@sentence("user.verified")
def _verified(data: dict[str, Any]) -> SafeString:
    return format_html(_("Confirmed the address {}"), data.get("new", ""))


@sentence("user.from_directory")
def _from_directory(data: dict[str, Any]) -> SafeString:
    return format_html(_("Came in by the directory {}"), data.get("directory", ""))


@sentence("user.joined")
def _joined(data: dict[str, Any]) -> SafeString:
    return format_html(_("Was joined with a person of the directory {}"), data.get("directory", ""))


@sentence("user.edited")
def _edited(data: dict[str, Any]) -> SafeString:
    parts = [f"{old or '–'} → {new or '–'}" for old, new in data.get("changed", {}).values()]
    return format_html(_("Was edited: {}"), ", ".join(parts))


@sentence("user.roles_changed")
def _roles(data: dict[str, Any]) -> SafeString:
    names = ", ".join(data.get("new", [])) or "–"
    return format_html(_("Has these roles now: {}"), names)


@sentence("role.created")
def _role_created(data: dict[str, Any]) -> SafeString:
    return format_html(_("Role {} was made"), data.get("name", ""))


@sentence("role.edited")
def _role_edited(data: dict[str, Any]) -> SafeString:
    added, removed = ", ".join(data.get("added", [])), ", ".join(data.get("removed", []))
    return format_html(
        _("Role {} was changed: may also {}, may no more {}"), data.get("name", ""), added, removed
    )


@sentence("role.deleted")
def _role_deleted(data: dict[str, Any]) -> SafeString:
    return format_html(_("Role {} was deleted"), data.get("name", ""))
