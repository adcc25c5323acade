"""What the books say after some rounds: what was lost or doubled, which epochs acted, how long it took."""

import itertools
import statistics
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from tests.crash import compare
from tests.crash.compare import WINDOW_SECONDS, Books
from tests.failover import ledger
from tests.failover.ledger import Epoch


@dataclass(frozen=True)
class Round:
    kind: str
    variant: str
    at: float
    until: float
    before: str
    after: str
    seconds: float  # from the break to the first acknowledgement after it
    gap: float  # between the acknowledgements on both sides of the break


@dataclass
class Verdict:
    problems: list[str]
    in_window: list[str]
    counts: dict[str, int]
    rounds: list[Round]
    epochs: list[Epoch]
    times: dict[str, dict[str, float]] = field(default_factory=dict)


def judge(books: Books, rounds: list[Round], epochs: list[Epoch]) -> Verdict:
    found = compare.compare(books, lambda books: _doubles(books, rounds))
    problems = [*found.problems, *ledger.problems(epochs)]
    return Verdict(problems, found.in_window, found.counts, rounds, epochs, times(rounds))


def times(rounds: Sequence[Round]) -> dict[str, dict[str, float]]:
    """p50 and max by kind."""
    by_kind: dict[str, list[Round]] = defaultdict(list)
    for one in rounds:
        by_kind[one.kind].append(one)
    return {
        kind: {
            "rounds": len(some),
            "p50": round(statistics.median(one.seconds for one in some), 2),
            "max": round(max(one.seconds for one in some), 2),
            "gap max": round(max(one.gap for one in some), 2),
        }
        for kind, some in by_kind.items()
    }


def _doubles(books: Books, rounds: Sequence[Round]) -> tuple[list[str], list[str]]:
    """A mail may arrive twice only where a node was broken between the final dot and the note of it."""
    at: dict[str, list[float]] = defaultdict(list)
    for one in books.taken:
        at[one.message_id].append(one.at)
    rows = {row["message_id"]: row for row in books.rows["outbound"]}
    wrong: list[str] = []
    window: list[str] = []
    for message_id, moments in at.items():
        row = rows.get(message_id)
        if len(moments) == 1 or row is None:
            continue
        moments.sort()
        breaks = [_break_at(first, rounds) for first, _second in itertools.pairwise(moments)]
        # noted as sent once, each acceptance had its own claim, and a break kept the answer from the book
        explained = row["oks"] == 1 and row["claim"] >= len(moments) and all(breaks)
        said = f"{message_id} was taken {len(moments)} times ({', '.join(breaks)}; {row['oks']} times noted)"
        (window if explained else wrong).append(said)
    return [f"mail out: {said} not explained by the window" for said in wrong], window


def _break_at(first: float, rounds: Sequence[Round]) -> str:
    for one in rounds:
        if one.at - WINDOW_SECONDS <= first <= one.until:
            return f"{one.kind} {one.at - first:.2f} s after"
    return ""
