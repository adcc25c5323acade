"""Text → words, the same for documents and queries, so that all three databases find the same."""

import re
import unicodedata
from collections.abc import Iterable

MAX_WORD, MAX_WORDS = 40, 6000
_CJK = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff"
_TOKEN = re.compile(rf"[{_CJK}]+|[^\W_{_CJK}]+")
_PLAIN = re.compile(r"[a-z0-9]+")
_IS_CJK = re.compile(rf"[{_CJK}]")


def fold(text: str) -> str:
    """Case and accents away: "Ärger" and "arger" are one, "ß" is "ss"."""
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(char for char in decomposed if not unicodedata.combining(char))


def _pairs(run: str) -> list[str]:
    """CJK has no spaces: every two neighbours are a word, a single one stands alone."""
    return [run] if len(run) == 1 else [run[n : n + 2] for n in range(len(run) - 1)]


def mark(token: str) -> str:
    """A token as it is stored: by its mark at least three letters long and no stop word anywhere."""
    return ("yy" if len(token) == 1 else "x") + token[:MAX_WORD]


def tokens(text: str) -> list[str]:
    """The words of a text in order, folded, CJK in pairs."""
    if text.isascii():
        return _PLAIN.findall(text.lower())[:MAX_WORDS]
    found: list[str] = []
    # NFKD takes Hangul apart; compose again so that the ranges above hold
    for match in _TOKEN.finditer(unicodedata.normalize("NFC", fold(text))):
        run = match[0]
        found.extend(_pairs(run) if _IS_CJK.match(run) else [run])
        if len(found) >= MAX_WORDS:
            break
    return found


def document(*texts: str) -> str:
    """The stored form of an item's texts: each word once, in order of appearance."""
    return stored(dict.fromkeys(token for text in texts for token in tokens(text)))


def stored(different: Iterable[str]) -> str:
    """The stored form of tokens, each of which comes once."""
    return " ".join(list(dict.fromkeys(map(mark, different)))[:MAX_WORDS])


def query(text: str) -> list[str]:
    """The stored words that must all be there; one that ends in `*` matches as a prefix."""
    marked: list[str] = []
    for part in text.split():
        words = [mark(token) for token in tokens(part)]
        if part.endswith("*") and words:
            words[-1] += "*"
        marked.extend(words)
    return list(dict.fromkeys(marked))[:12]
