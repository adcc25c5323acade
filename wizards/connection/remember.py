"""Who named which database, in the history of the desk."""

from typing import Any

from django.utils.html import format_html
from django.utils.translation import gettext as _

from common.actor import Actor
from common.audit import record, sentence
from common.unit import write

KIND = "database"


@sentence("database.named")
def _named(data: dict[str, Any]) -> str:
    return format_html(_("Named another database for the next start: {}"), data.get("place", ""))


@sentence("database.kept")
def _kept(data: dict[str, Any]) -> str:
    return format_html(_("Took the change to {} back before a start"), data.get("place", ""))


@write
def note(action: str, place: str, *, actor: Actor) -> None:
    """`place` is the engine and the host; account and password stay out."""
    record(KIND, 0, action, actor, {"place": place})
