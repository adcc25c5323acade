"""The plots of conversations, read from the texts beside this file.

`@ place tags` begins a plot, `=` gives its subjects, `c:` is the customer, `a:` the agent, `n:` an internal
comment and `r:` the comment with which it is closed. `[this|that]` is a choice, `{name}` a variable.
"""

import random
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_CHOICE = re.compile(r"\[([^\[\]]*\|[^\[\]]*)\]")
_HERE = Path(__file__).parent / "texts"
LANGUAGES = ("en", "de", "fr", "es", "ja", "ar")


class Text:
    """A text with choices and variables, taken apart once."""

    def __init__(self, source: str) -> None:
        pieces = _CHOICE.split(source)
        self._pieces = [piece.split("|") if number % 2 else [piece] for number, piece in enumerate(pieces)]

    def say(self, rng: random.Random, variables: dict[str, str]) -> str:
        """One of its versions."""
        chosen = [piece[0] if len(piece) == 1 else rng.choice(piece) for piece in self._pieces]
        return "".join(chosen).format_map(variables)


@dataclass(frozen=True, slots=True)
class Plot:
    """What one kind of conversation is about."""

    place: str
    tags: tuple[str, ...]
    language: str
    subjects: tuple[Text, ...]
    turns: tuple[tuple[str, Text], ...]
    resolution: Text | None


@cache
def plots(kind: str) -> tuple[Plot, ...]:
    """Those of a language, or "spam"."""
    found = sorted(_HERE.glob(f"{kind}*.txt"))
    parts = [part for path in found for part in path.read_text(encoding="utf-8").split("\n---\n")]
    return tuple(_plot(part, "en" if kind == "spam" else kind) for part in parts)


def all_tags() -> list[str]:
    """Every tag that a plot may give."""
    return sorted({tag for language in LANGUAGES for plot in plots(language) for tag in plot.tags})


def _plot(source: str, language: str) -> Plot:
    head, subjects, *lines = source.strip().split("\n")
    _mark, place, *tags = head.split()
    turns: list[list[str]] = []
    for line in lines:
        if re.match(r"[canr]: ", line):
            turns.append([line[0], line[3:]])
        else:
            turns[-1][1] += f"\n{line}"
    told = tuple((who, Text(text.strip())) for who, text in turns)
    return Plot(
        place=place,
        tags=tuple(tags[0].split(",")) if tags else (),
        language=language,
        subjects=tuple(Text(subject.strip()) for subject in subjects[2:].split(" | ")),
        turns=tuple(turn for turn in told if turn[0] != "r"),
        resolution=next((text for who, text in told if who == "r"), None),
    )
