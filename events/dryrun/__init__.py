"""A rule tried, before it is saved, on what happened: it asks the same evaluator as the dispatcher and writes
nothing.

    state = begin(draft, saved=rule)
    while not state.is_done:
        state = step(state, budget_ms=400)

Between two steps nothing is kept: a state is text (`pack`, `unpack`), signed, and may go to a page and back.
"""

from events.dryrun.loops import Loop
from events.dryrun.state import Sample, State, Tally, pack, unpack
from events.dryrun.trial import begin, run, step

__all__ = ["Loop", "Sample", "State", "Tally", "begin", "pack", "run", "step", "unpack"]
