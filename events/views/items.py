"""How an item of an event is called in the pages of rules, which know no ticket."""

from typing import Any

from django.utils.translation import gettext as _

from events.selectors.pages import title_of


def item_name(kind: str, item_id: int, args: dict[str, Any]) -> str:
    """Its number and subject, or such as "ticket 5" where nothing says more."""
    title = title_of(args)
    number = str(args.get("ticketNumber") or args.get("chatNumber") or "")
    shown = " ".join(filter(None, (number, title)))
    return shown or _("%(kind)s %(id)d") % {"kind": kind.replace("_", " "), "id": item_id}
