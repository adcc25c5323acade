"""What the editor's page shows of a draft."""

import zoneinfo
from functools import lru_cache
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from common.text import Text
from events.facts import all_facts
from events.forms.draft import Draft
from events.forms.fields import Fields
from events.forms.labels import CATEGORIES, category
from events.models import Rule
from events.registry import EventType, actions_for, event_types, item_kind
from events.selectors.pages import folders_of, times_fired
from events.views.face import conditions, shown_actions, watched
from events.views.place import Where


def editor_context(draft: Draft, where: Where, rule: Rule | None, focus: str) -> dict[str, Any]:
    """Everything but the dry run."""
    event = event_types().get(draft.event_id)
    scope = where.scope
    fields = Fields(event, scope)
    kinds = actions_for(item_kind(event.id), scope.level) if event else []
    return {
        "draft": draft,
        "rule": rule,
        "event": event,
        "categories": categories(),
        "fired": fired(draft.event_id) if event else "",
        "watch": watched(draft, scope) if event else [],
        "root": conditions(draft.root, fields),
        "actions": shown_actions(draft.actions, scope, focus),
        "kinds": kinds,
        "limits": limits(draft),
        "zones": zones(),
        "folders": folders_of(where.scope.level, where.scope.user_id or None),
        "dry_url": where.url("rule_try", rule.pk) if rule else where.url("rule_try_new"),
        "runs_url": where.url("rule_runs", rule.pk) if rule else "",
    }


def categories() -> list[tuple[Text, list[tuple[EventType, str]]]]:
    """All event types by where they come from; those nothing fires yet say so."""
    fires = {fact.event_id for fact in all_facts()}
    found: dict[int, list[tuple[EventType, str]]] = {number: [] for number in CATEGORIES}
    for event in event_types().values():
        note = "" if event.id in fires else _("not fired yet")
        found.setdefault(event.id // 1000, []).append((event, note))
    return [(category(number * 1000), types) for number, types in found.items() if types]


def fired(event_id: int) -> str:
    """How often an event happened lately, in words."""
    count, is_all = times_fired(event_id)
    if not count:
        return _("not fired in 30 days")
    if not is_all:
        return _("fired more than %(n)s times in 30 days") % {"n": number_format(count, force_grouping=True)}
    said = ngettext("fired once in 30 days", "fired %(n)s times in 30 days", count)
    return said % {"n": number_format(count, force_grouping=True)}


def limits(draft: Draft) -> str:
    """The limits in a sentence."""
    minutes = int(draft.every_minutes) if draft.every_minutes.isdecimal() else 0
    parts = [_("Runs once for each item.") if draft.once_per_item else _("Runs each time it matches.")]
    if minutes:
        every = ngettext("At most once a minute.", "At most once in %(n)s minutes.", minutes)
        parts.append(every % {"n": minutes})
    parts.append(_("Stops when it would set off itself."))
    return " ".join(parts)


@lru_cache(maxsize=1)
def zones() -> list[str]:
    """The names of all time zones."""
    return sorted(name for name in zoneinfo.available_timezones() if "/" in name or name == "UTC")
