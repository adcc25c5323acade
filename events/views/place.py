"""Where rules are written: for everybody in the settings, or one's own in the profile. One set of views."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Concatenate, Literal, ParamSpec

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from common.actor import Actor
from common.guard import AnyView, actor_of, for_agents, for_permission
from common.text import Text
from events.permissions import MANAGE_RULES
from events.registry import RuleScope

P = ParamSpec("P")
READ: Sequence[str] = ("GET", "HEAD")
WRITE: Sequence[str] = ("POST",)
BOTH: Sequence[str] = (*READ, *WRITE)


@dataclass(frozen=True, slots=True)
class Place:
    """One of the two."""

    level: Literal["system", "agent"]
    prefix: str  # of its routes' names
    frame: str
    title: Text
    area: Text


SETTINGS = Place(
    "system", "settings", "settings/events/frame_settings.html", _("Event rules"), _("Automation")
)
MINE = Place("agent", "my", "settings/events/frame_mine.html", _("My events"), _("Your account"))


@dataclass(frozen=True, slots=True)
class Where:
    """A place, and who is there."""

    place: Place
    actor: Actor
    zone: str

    @property
    def scope(self) -> RuleScope:
        return RuleScope(self.place.level, self.actor.id if self.place.level == "agent" else 0)

    def url(self, name: str, *args: int) -> str:
        """The address of a page of this place: "rules", "rule", "rule_new" …"""
        return reverse(f"{self.place.prefix}_{name}", args=args)

    def frame(self) -> dict[str, Any]:
        """What every page of the place shows around itself."""
        return {
            "frame": self.place.frame,
            "level": self.place.level,
            "title": self.place.title,
            "area_name": self.place.area,
            "area_url": self.url("rules"),
            "list_url": self.url("rules"),
            "new_url": self.url("rule_new"),
        }


def at(
    place: Place,
    view: Callable[Concatenate[HttpRequest, Where, P], HttpResponse],
    methods: Sequence[str] = BOTH,
) -> AnyView[P]:
    """The view at a place, for those who may be there."""

    def inner(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        zone = request.user.time_zone if request.user.is_authenticated else ""
        return view(request, Where(place, actor_of(request), zone), *args, **kwargs)

    guard: Callable[[AnyView[P]], AnyView[P]] = (
        for_permission(MANAGE_RULES) if place.level == "system" else for_agents
    )
    return require_http_methods(list(methods))(guard(inner))
