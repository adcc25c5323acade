"""Finding tickets by words or by number, within what an agent sees."""

import re

from common import search
from organization.selectors import Scope
from tickets.selectors.core import tickets_of
from tickets.selectors.rows import TicketLine, lines_of

NUMBER = re.compile(r"\d{3}-[0-9a-f]{8}-[0-9a-f]{4}", re.I)
SIZE = 30


def number_in(text: str, scope: Scope) -> str:
    """The ticket's number when the text is one and the agent may see it; else ""."""
    word = text.strip().upper()
    if not NUMBER.fullmatch(word):
        return ""
    found = tickets_of(scope).filter(number=word).values_list("number", flat=True).first()
    return found or ""


def find_tickets(
    text: str, scope: Scope, *, cursor: str = "", size: int = SIZE
) -> tuple[list[TicketLine], str]:
    """Newest first, and the cursor of the next page or "". Raises BadCursorError."""
    ids, following = search.find("ticket", text, scopes=scope.group_list, size=size, cursor=cursor)
    return lines_of(ids, scope), following or ""
