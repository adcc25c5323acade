"""A list's address, read back: what is not understood is left out, so that an old link still shows a list."""

from collections.abc import Mapping
from typing import get_args

from tickets.forms.custom import read_custom
from tickets.models import Priority, Status
from tickets.selectors.state import ListState, Sort, View

_MAX_TEXT = 200


def _number(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else 0


def _numbers(text: str | None, allowed: set[int]) -> tuple[int, ...]:
    found = {_number(part) for part in (text or "").split(",")}
    return tuple(sorted(found & allowed))


def read_state(values: Mapping[str, str]) -> ListState:
    """The list that an address asks for."""
    view, sort = values.get("view", ""), values.get("sort", "")
    return ListState(
        view=next((name for name in get_args(View) if name == view), "all"),
        brand=_number(values.get("brand")),
        department=_number(values.get("department")),
        group=_number(values.get("group")),
        agent=_number(values.get("agent")),
        status=_numbers(values.get("status"), set(Status.values)),
        priority=_numbers(values.get("priority"), set(Priority.values)),
        tag=values.get("tag", "").strip()[:40],
        text=" ".join(values.get("text", "").split())[:_MAX_TEXT],
        custom=read_custom(values),
        sort=next((name for name in get_args(Sort) if name == sort), "activity"),
        after=values.get("after", "")[:200],
    )
