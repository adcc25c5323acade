"""What happened to the licence, as the page tells it."""

from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from common.audit import sentence
from licensing.models import Reason
from licensing.papers import Edition


def _edition(data: dict[str, Any]) -> str:
    value = data.get("edition", "")
    return str(Edition(value).label) if value in Edition.values else value


def _bought(data: dict[str, Any]) -> str:
    count = int(data.get("agents", 1))
    agents = ngettext("%(count)d agent", "%(count)d agents", count) % {"count": count}
    way = _("on line") if data.get("way") == "online" else _("with an answer file")
    return f"{_edition(data)}, {agents}, {way}"


def _reason(data: dict[str, Any]) -> str:
    value = data.get("reason", "")
    return str(Reason(value).label) if value in Reason.values else value


@sentence("license.activated")
def _activated(data: dict[str, Any]) -> SafeString:
    return format_html(_("Key {} was activated: {}"), data.get("key", ""), _bought(data))


@sentence("license.reactivated")
def _reactivated(data: dict[str, Any]) -> SafeString:
    return format_html(_("Key {} was activated again: {}"), data.get("key", ""), _bought(data))


@sentence("license.requested")
def _requested(data: dict[str, Any]) -> SafeString:
    return format_html(_("A request file was saved for key {}"), data.get("key", ""))


@sentence("license.refused")
def _refused(data: dict[str, Any]) -> SafeString:
    return format_html(_("Was refused: {}"), data.get("said", ""))


@sentence("license.grace_began")
def _grace_began(data: dict[str, Any]) -> SafeString:
    return format_html(_("{} A grace period began."), _reason(data))


@sentence("license.grace_changed")
def _grace_changed(data: dict[str, Any]) -> SafeString:
    return format_html(_("{} The grace period goes on."), _reason(data))


@sentence("license.grace_ended")
def _grace_ended(data: dict[str, Any]) -> str:
    return _("The licence fits again; the grace period ended.")


@sentence("license.removed")
def _removed(data: dict[str, Any]) -> SafeString:
    return format_html(_("Key {} was taken away"), data.get("key", ""))
