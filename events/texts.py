"""Texts with variables: #TICKETNUMBER# is the argument ticketNumber of the event, in any case of letters."""

import re
from collections.abc import Mapping
from typing import Any

from django.utils.html import escape

_VARIABLE = re.compile(r"#([A-Za-z][A-Za-z0-9]{0,63})#")


def fill(text: str, args: Mapping[str, Any], *, html: bool = False) -> str:
    """The text with its variables filled in; with `html` their values are escaped, the text itself is not.

    A variable that the event does not have stays as it is, so that a mistake is seen.
    """
    values = {key.casefold(): value for key, value in args.items()}

    def value(found: re.Match[str]) -> str:
        name = found.group(1).casefold()
        if name not in values:
            return found.group(0)
        shown = _shown(values[name])
        return escape(shown) if html else shown

    return _VARIABLE.sub(value, text)


def variables(text: str) -> list[str]:
    """The names of the variables in a text, as they are written."""
    return list(dict.fromkeys(_VARIABLE.findall(text)))


def one_line(text: str) -> str:
    """For a subject or a header: no line breaks, no control letters."""
    return " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())


def _shown(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)
