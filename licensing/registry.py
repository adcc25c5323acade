"""What higher apps register here: who counts the agents."""

from collections.abc import Callable

Counter = Callable[[], int]
_counters: list[Counter] = []


def count_agents(counter: Counter) -> Counter:
    """Registers the counter of enabled agents, invited ones among them."""
    if counter not in _counters:
        _counters.append(counter)
    return counter


def agents() -> int:
    """How many seats are taken."""
    return sum(counter() for counter in _counters)
