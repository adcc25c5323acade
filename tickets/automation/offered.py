"""The actions on tickets as the rule editor offers them."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from common.templatetags.times import duration
from events.registry import ActionType, Param, register_action
from tickets.automation import actions, values
from tickets.automation.runs import label_of

_GROUP = Param("group", "choice", gettext_lazy("Group"), required=False, choices=values.groups)
_AGENT = Param(
    "agent",
    "choice",
    gettext_lazy("Agent"),
    required=False,
    choices=values.agents,
    help=gettext_lazy("A member of that group."),
)
_VARIABLES = gettext_lazy("Variables of the event are written #SUBJECT#.")


def _named(choices: values.ChoicesOf, name: str, template: str) -> Callable[[dict[str, Any]], str]:
    """A sentence with what a choice is called."""
    return lambda params: _(template) % {"name": label_of(choices(actions.EVERYTHING), params.get(name, ""))}


_TYPES = (
    ActionType(
        name="set_priority",
        label=gettext_lazy("Set the priority"),
        icon="flag",
        params=(Param("priority", "choice", gettext_lazy("Priority"), choices=values.priorities),),
        run=actions.set_priority,
        says=_named(values.priorities, "priority", gettext_noop("set the priority to %(name)s")),
        effects=actions.priority_effects,
    ),
    ActionType(
        name="set_status",
        label=gettext_lazy("Set the status"),
        icon="circle-dot",
        params=(Param("status", "choice", gettext_lazy("Status"), choices=values.statuses),),
        run=actions.set_status,
        says=_named(values.statuses, "status", gettext_noop("set the status to %(name)s")),
        effects=actions.status_effects,
    ),
    ActionType(
        name="transfer",
        label=gettext_lazy("Transfer or assign"),
        icon="arrow-right",
        params=(
            _GROUP,
            _AGENT,
            Param("comment", "longtext", gettext_lazy("Comment"), required=False, help=_VARIABLES),
        ),
        run=actions.transfer,
        says=actions.says_transfer,
        effects=actions.transfer_effects,
    ),
    ActionType(
        name="add_comment",
        label=gettext_lazy("Add a comment"),
        icon="message-plus",
        params=(
            Param("type", "choice", gettext_lazy("Kind"), choices=values.comment_types),
            Param("text", "longtext", gettext_lazy("Text"), help=_VARIABLES),
        ),
        run=actions.add_comment,
        says=lambda params: _("add the comment “%(text)s”") % {"text": str(params.get("text", ""))[:80]},
        effects=actions.comment_effects,
    ),
    ActionType(
        name="add_tag",
        label=gettext_lazy("Add a tag"),
        icon="tag",
        params=(Param("tag", "text", gettext_lazy("Tag")),),
        run=actions.add_tag,
        says=lambda params: _("add the tag “%(tag)s”") % {"tag": params.get("tag", "")},
    ),
    ActionType(
        name="remove_tag",
        label=gettext_lazy("Remove a tag"),
        icon="tag",
        params=(Param("tag", "text", gettext_lazy("Tag")),),
        run=actions.remove_tag,
        says=lambda params: _("remove the tag “%(tag)s”") % {"tag": params.get("tag", "")},
    ),
    ActionType(
        name="pin",
        label=gettext_lazy("Pin or unpin"),
        icon="pin",
        params=(Param("state", "choice", gettext_lazy("State"), choices=actions.pin_states),),
        run=actions.pin,
        says=lambda params: _("pin it") if params.get("state") == "pinned" else _("unpin it"),
    ),
    ActionType(
        name="follow_up",
        label=gettext_lazy("Schedule a follow-up"),
        icon="calendar-time",
        params=(
            Param("minutes", "minutes", gettext_lazy("In")),
            Param("status", "choice", gettext_lazy("Then"), required=False, choices=values.statuses),
            _GROUP,
            _AGENT,
            Param("comment", "longtext", gettext_lazy("Comment"), required=False, help=_VARIABLES),
        ),
        run=actions.follow_up,
        says=lambda params: (
            _("let it come back in %(time)s") % {"time": duration(int(params.get("minutes") or 0))}
        ),
        effects=actions.follow_up_effects,
    ),
)

for _type in _TYPES:
    register_action(replace(_type, item_kinds=frozenset({"ticket"})))
