"""The test of something outside: steps in their order, each with its time and what was said to it."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum


class Result(StrEnum):
    OK = "ok"
    FAILED = "failed"
    NOT_TRIED = "not_tried"


class StepError(Exception):
    """A step that failed. `step` names what went wrong; `said` are the other side's words, or ours."""

    def __init__(self, step: str, said: str) -> None:
        super().__init__(f"{step}: {said}")
        self.step, self.said = step, said[:1000]


@dataclass(frozen=True, slots=True)
class Step:
    """One line of the result. `said` are the server's words, or ours about the network; `cause` is what went
    wrong, as StepError says it."""

    key: str
    label: str
    result: Result
    milliseconds: int = 0
    said: str = ""
    cause: str = ""


@dataclass(frozen=True, slots=True)
class CheckReport:
    """All steps in their order; the first that failed stops the rest."""

    steps: tuple[Step, ...]

    @property
    def is_ok(self) -> bool:
        return all(step.result is Result.OK for step in self.steps)

    @property
    def failed(self) -> Step | None:
        return next((step for step in self.steps if step.result is Result.FAILED), None)


# key, label, and what is done; it returns what there is to say, and raises StepError
Action = tuple[str, str, Callable[[], str]]


def run_steps(actions: list[Action], close: Callable[[], None]) -> CheckReport:
    """Does one after the other until one fails; `close` is called in any case."""
    steps: list[Step] = []
    try:
        for key, label, action in actions:
            if steps and steps[-1].result is not Result.OK:
                steps.append(Step(key, label, Result.NOT_TRIED))
                continue
            started = time.monotonic()
            try:
                said, result, cause = action(), Result.OK, ""
            except StepError as error:
                said, result, cause = error.said, Result.FAILED, error.step
            took = int((time.monotonic() - started) * 1000)
            steps.append(Step(key, label, result, took, said, cause))
    finally:
        close()
    return CheckReport(tuple(steps))
