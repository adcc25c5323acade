"""Parts of pages that are the same for everybody with the same rights and language: drawn once a process.

`fixed` is such a part; `filled` is one with gaps, into which each page puts its own texts.
"""

import re
from collections.abc import Hashable, Mapping
from functools import lru_cache
from typing import Any, cast

from django.template.loader import render_to_string
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from organization.selectors import Scope


@lru_cache(maxsize=512)
def _drawn(template: str, language: str, may: frozenset[str], **values: int | str) -> SafeString:
    return render_to_string(template, {"may": may, **values})


def fixed(template: str, scope: Scope, **values: int | str) -> SafeString:
    """The template with the person's rights as `may` and a few plain values; never with anything secret."""
    return _drawn(template, get_language() or "", scope.permissions, **values)


_GAP = re.compile("\x02([a-z_.]+)\x03")
Flag = Hashable


def _put(context: dict[str, Any], name: str, value: object) -> None:
    """Under its name; "ticket.subject" in a dict `ticket`."""
    head, _, rest = name.partition(".")
    if rest:
        _put(context.setdefault(head, {}), rest, value)
    else:
        context[head] = value


def nested(values: Mapping[str, object]) -> dict[str, Any]:
    """A template's context from names with dots."""
    context: dict[str, Any] = {}
    for name, value in values.items():
        _put(context, name, value)
    return context


@lru_cache(maxsize=4096)
def _pieces(
    template: str,
    language: str,
    may: frozenset[str],
    flags: tuple[tuple[str, Flag], ...],
    gaps: tuple[str, ...],
) -> tuple[str, ...]:
    """Drawn with gaps and cut at them: text, the name of a gap, text, and so on."""
    # control characters: in no text that a template writes itself
    holes = {name: mark_safe(f"\x02{name}\x03") for name in gaps}  # noqa: S308
    return tuple(_GAP.split(render_to_string(template, nested({"may": may, **dict(flags), **holes}))))


def filled(
    template: str, scope: Scope, *, flags: Mapping[str, Flag], texts: Mapping[str, object]
) -> SafeString:
    """The template where what it decides on is in `flags` and what it only shows is in `texts`.

    `flags` have few values each. Texts are escaped unless they are safe; an empty one is a gap too, so a
    template that asks whether there is one needs a flag. Names with a dot are attributes.
    """
    pieces = _pieces(template, get_language() or "", scope.permissions, tuple(flags.items()), tuple(texts))
    drawn = [
        conditional_escape(cast("str", texts[piece])) if at % 2 else piece for at, piece in enumerate(pieces)
    ]
    return mark_safe("".join(drawn))  # noqa: S308  # texts are escaped, the rest are templates
