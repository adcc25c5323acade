"""`name=value` strings, and the words that a provider says yes and no with."""

import re

_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_TRUE, _FALSE = frozenset({"true", "1", "ok", "yes"}), frozenset({"false", "0", "fail", "no"})


def split(text: str) -> tuple[str, str]:
    """Name and value; the value may hold `=`. The name keeps its letters, without blanks around it."""
    name, _equals, value = text.partition("=")
    return name.strip(), value


def no_controls(text: str) -> str:
    """Without the characters that XML cannot carry."""
    return _NOT_XML.sub("", text)


def is_true(text: str) -> bool:
    """True, true, TRUE, OK."""
    return text.strip().casefold() in _TRUE


def is_false(text: str) -> bool:
    """False, false, FALSE, FAIL."""
    return text.strip().casefold() in _FALSE
