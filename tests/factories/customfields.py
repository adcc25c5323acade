"""Fields and templates, made by the services."""

from typing import Any

from common.actor import SYSTEM
from customfields import services
from customfields.models import Field, Item, Template

_LINE = ("step", "user_sees", "user_must", "agent_sees", "agent_must", "close_must")


def template(kind: str = "ticket", *, is_default: bool = False, name: str = "Support") -> Template:
    return services.create_template(kind=kind, name=name, actor=SYSTEM, is_default=is_default)


def field(name: str, kind: str = "text", **more: Any) -> Field:
    return services.create_field(name=name, kind=kind, actor=SYSTEM, **more)


def line(of: Template, name: str, kind: str = "text", **more: Any) -> Item:
    """A new field as the last line of the template."""
    switches = {key: more.pop(key) for key in _LINE if key in more}
    return services.add_item(template=of, field=field(name, kind, **more), actor=SYSTEM, **switches)
