"""The filters over a list: what is set, with its way out."""

from dataclasses import dataclass
from typing import Any, Literal

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from common.text import Text
from tickets.models import Priority, Status
from tickets.selectors.desk import Desk
from tickets.selectors.state import ListState, Sort

SORT_LABELS: dict[Sort | Literal["due"], Text] = {
    "activity": gettext_lazy("Last activity"),
    "oldest": gettext_lazy("Longest without activity"),
    "created": gettext_lazy("Newest"),
    "priority": gettext_lazy("Priority"),
    "due": gettext_lazy("Due first"),
}


@dataclass(frozen=True, slots=True)
class Chip:
    """`value` and `clear_url` are "" while it is not set."""

    name: str
    label: str
    value: str
    clear_url: str

    @property
    def has_menu(self) -> bool:
        return self.name != "text" and not self.name.startswith("cf_")


def _values(state: ListState, desk: Desk, agent_name: str) -> dict[str, str]:
    group = desk.group(state.group)
    brand = next((line.brand for line in desk.brands if line.brand_id == state.brand), "")
    return {
        "status": ", ".join(str(Status(value).label) for value in state.status),
        "priority": ", ".join(str(Priority(value).label) for value in state.priority),
        "agent": _agent_word(state.agent, agent_name),
        "group": group.name if group else "",
        "brand": brand,
        "tag": state.tag,
        "text": state.text,
    }


def _agent_word(agent: int, name: str) -> str:
    if not agent:
        return ""
    return _("Nobody") if agent == User.QUEUE_ID else name or _("Agent %(id)s") % {"id": agent}


def chips(state: ListState, desk: Desk, agent_name: str = "") -> list[Chip]:
    """In the order in which they are thought of. `agent_name`: of the agent that is filtered by, if known."""
    labels = {
        "status": _("Status"),
        "group": _("Group"),
        "agent": _("Agent"),
        "priority": _("Priority"),
        "tag": _("Tag"),
        "brand": _("Brand"),
    }
    if state.view in ("mine", "queue"):
        del labels["agent"]
    if len(desk.brands) < 2:
        del labels["brand"]
    values = _values(state, desk, agent_name)
    base = reverse("agent_list")
    found = []
    for name, label in labels.items():
        default: Any = () if name in ("status", "priority") else "" if name == "tag" else 0
        clear = f"{base}{state.but(**{name: default}).query}" if values[name] else ""
        found.append(Chip(name, label, values[name], clear))
    if state.text:
        clear = f"{base}{state.but(text='').query}"
        found.append(Chip("text", _("Text"), state.text, clear))
    return found
