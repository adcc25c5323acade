"""A step was left with Continue or with Skip."""

from common import options
from common.actor import Actor
from common.unit import write
from wizards.selectors.progress import DONE, PROGRESS, progress


@write
def note_step(key: str, outcome: str, *, actor: Actor) -> None:
    """`outcome` is done or skipped. What is done stays done when it is skipped later."""
    before = progress()
    if before.get(key) == DONE:
        return
    options.put(PROGRESS, before | {key: outcome}, actor=actor)
