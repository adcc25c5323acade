"""Web hooks, as administrators write them."""

import re
import secrets

from django.utils.translation import gettext as _

from common.actor import Actor
from common.audit import record
from common.outgoing import OutgoingError, check_url
from common.unit import write
from events.errors import InvalidRuleError
from events.models import Hook, Rule

KIND = "hook"
MOST_HEADERS = 20
HEADER = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]{0,63}")


@write
def create_hook(
    *, name: str, url: str, headers: dict[str, str], is_enabled: bool, actor: Actor
) -> tuple[Hook, str]:
    """The hook and its new secret. Raises InvalidRuleError."""
    _check(name, url, headers, 0)
    hook = Hook.objects.create(
        name=name.strip(),
        url=url.strip(),
        secret=secrets.token_urlsafe(32),
        headers=headers,
        is_enabled=is_enabled,
    )
    record(KIND, hook.pk, "hook.created", actor, {"name": hook.name, "url": hook.url})
    return hook, hook.secret


@write
def change_hook(
    hook_id: int, *, name: str, url: str, headers: dict[str, str], is_enabled: bool, actor: Actor
) -> Hook:
    """Raises InvalidRuleError."""
    hook = Hook.objects.select_for_update().get(pk=hook_id)
    _check(name, url, headers, hook.pk)
    hook.name, hook.url, hook.headers, hook.is_enabled = name.strip(), url.strip(), headers, is_enabled
    hook.save()
    record(KIND, hook.pk, "hook.changed", actor, {"name": hook.name, "url": hook.url})
    return hook


@write
def new_secret(hook_id: int, *, actor: Actor) -> str:
    """Signs from now on, repetitions of older calls too."""
    hook = Hook.objects.select_for_update().get(pk=hook_id)
    hook.secret = secrets.token_urlsafe(32)
    hook.save()
    record(KIND, hook.pk, "hook.rotated", actor, {"name": hook.name})
    return hook.secret


@write
def delete_hook(hook_id: int, *, actor: Actor) -> None:
    """With its log. Raises InvalidRuleError while a rule calls it."""
    hook = Hook.objects.select_for_update().get(pk=hook_id)
    users = [rule.name for rule in Rule.objects.all() if str(hook.pk) in _hooks_of(rule)]
    if users:
        raise InvalidRuleError("hook", _("It is used by: %(rules)s") % {"rules": ", ".join(users)})
    record(KIND, hook.pk, "hook.deleted", actor, {"name": hook.name})
    hook.delete()


def _hooks_of(rule: Rule) -> set[str]:
    return {str((action.get("params") or {}).get("hook", "")) for action in rule.actions}


def _check(name: str, url: str, headers: dict[str, str], hook_id: int) -> None:
    if not 0 < len(name.strip()) <= 80:
        raise InvalidRuleError("name", _("A web hook needs a name of at most 80 letters."))
    if Hook.objects.filter(name=name.strip()).exclude(pk=hook_id).exists():
        raise InvalidRuleError("name", _("Another web hook has this name."))
    if len(url.strip()) > 500:
        raise InvalidRuleError("url", _("At most %(most)d letters.") % {"most": 500})
    try:
        check_url(url.strip())
    except OutgoingError as error:
        raise InvalidRuleError("url", str(error)) from None
    if len(headers) > MOST_HEADERS:
        raise InvalidRuleError("headers", _("At most %(most)d headers.") % {"most": MOST_HEADERS})
    for header, value in headers.items():
        if not HEADER.fullmatch(header) or not value.isprintable() or not value.isascii():
            raise InvalidRuleError("headers", _("“%(name)s” is no header.") % {"name": header})
