"""Rare words with a known number of hits: what a search is measured with."""

from collections.abc import Iterator
from pathlib import Path

MOST = 1000
WORDS = (Path(__file__).parent / "terms.txt").read_text(encoding="utf-8").split()


def hits(tickets: int) -> dict[str, int]:
    """How many of so many tickets hold each word: falling evenly from the most to one."""
    last = len(WORDS) - 1
    return {word: min(tickets, round(MOST ** (1 - rank / last))) for rank, word in enumerate(WORDS)}


def spread(tickets: int) -> dict[int, tuple[str, ...]]:
    """Which words the ticket of a number holds: each word as evenly over the time as it can be."""
    found: dict[int, list[str]] = {}
    for rank, (word, count) in enumerate(hits(tickets).items()):
        for number in _places(tickets, count, rank):
            found.setdefault(number, []).append(word)
    return {number: tuple(words) for number, words in found.items()}


def _places(tickets: int, count: int, rank: int) -> Iterator[int]:
    shift = rank * 7919
    for number in range(count):
        yield (number * tickets // count + shift) % tickets
