"""Runs a scenario at a concurrency for a while and sums up what came back."""

import asyncio
import statistics
import time
from collections.abc import Awaitable, Callable
from dataclasses import asdict, dataclass

from bench.client import Answer

# the number of the worker and of the request → the answer, and whether it is the right one
Scenario = Callable[[int, int], Awaitable[tuple[Answer, bool]]]


@dataclass(frozen=True, slots=True)
class Figures:
    """Rates a second, times in milliseconds, wrong answers in per cent."""

    scenario: str
    concurrency: int
    requests: int
    rate: float
    p50: float
    p95: float
    p99: float
    wrong: float

    def row(self) -> dict[str, float | str]:
        return asdict(self)


async def measure(name: str, scenario: Scenario, *, concurrency: int, seconds: float, limit: int) -> Figures:
    """At most `limit` requests, at most `seconds`; a short warm-up before is not counted."""
    await _run(scenario, concurrency, min(2.0, seconds / 4), max(concurrency, limit // 10), first=0)
    started = time.perf_counter()
    done = await _run(scenario, concurrency, seconds, limit, first=1_000_000)
    passed = time.perf_counter() - started
    times = sorted(took for took, _right in done)
    wrong = sum(not right for _took, right in done)
    p50, p95, p99 = (round(_quantile(times, part) * 1000, 1) for part in (0.5, 0.95, 0.99))
    rate, share = round(len(done) / passed, 1), round(100 * wrong / max(1, len(done)), 2)
    return Figures(name, concurrency, len(done), rate, p50, p95, p99, share)


async def _run(
    scenario: Scenario, concurrency: int, seconds: float, limit: int, *, first: int
) -> list[tuple[float, bool]]:
    until = time.perf_counter() + seconds
    numbers = iter(range(first, first + limit))
    done: list[tuple[float, bool]] = []

    async def worker(place: int) -> None:
        while time.perf_counter() < until and (number := next(numbers, None)) is not None:
            try:
                answer, right = await scenario(place, number)
                done.append((answer.seconds, right))
            except (OSError, TimeoutError, asyncio.IncompleteReadError):
                done.append((seconds, False))

    await asyncio.gather(*(worker(place) for place in range(concurrency)))
    return done


def _quantile(times: list[float], part: float) -> float:
    if len(times) < 2:
        return times[0] if times else 0.0
    return statistics.quantiles(times, n=100, method="inclusive")[round(part * 100) - 1]
