"""Test: the steps of a real call one by one, what was sent, what came back, and how long it took."""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from providers import selectors
from providers.errors import CallError
from providers.models import Call, Kind, Provider
from providers.services.answer import Answer
from providers.services.breaker import close
from providers.services.calling import call
from providers.services.descriptions import service_of

METHODS: dict[str, tuple[str, ...]] = {
    Kind.LOGIN: ("Authenticate", "GetSignInCookieInfo"),
    Kind.FIELDS: ("GetCustomFieldOptions",),
    Kind.TICKETS: ("StartTicket",),
    Kind.CHATS: ("StartChat",),
    Kind.USERINFO: ("GetUserDetails",),
    Kind.EVENTS: ("NotifyEventFired",),
}
TEST_NUMBER = "TEST-0001"  # a provider that charges for tickets leaves numbers out that start so


class Result(StrEnum):
    OK = "ok"
    FAILED = "bad"
    NOT_TRIED = "skip"


@dataclass(frozen=True, slots=True)
class Step:
    """One line: description, method, call, password, answer."""

    key: str
    result: Result
    ms: int = 0
    said: str = ""


@dataclass(frozen=True, slots=True)
class TestReport:
    """`row` is the line of the log, with what went over the wire; None when it did not come to a call."""

    __test__ = False  # it is no test of pytest's

    kind: str
    method: str
    steps: tuple[Step, ...]
    answer: Answer | None = None
    row: Call | None = None

    @property
    def failed(self) -> Step | None:
        return next((step for step in self.steps if step.result is Result.FAILED), None)


STEPS = ("description", "method", "call", "password", "answer")
# which step a failed call stopped at
_STOPS = {
    "unreachable": "call",
    "timeout": "call",
    "too_big": "call",
    "fault": "call",
    "denied": "password",
    "garbage": "answer",
}


def check_provider(provider: Provider, method: str, inputs: Mapping[str, str]) -> TestReport:
    """Reads the description anew and makes one call. The provider need not be saved nor switched on."""
    started = time.monotonic()
    try:
        service = service_of(provider.url, seconds=provider.timeout_seconds, fresh=True)
    except CallError as error:
        return _report(provider.kind, method, [Step("description", Result.FAILED, _ms(started), error.said)])
    versions = service.methods.get(method, [])
    if provider.soap_version != "auto":
        versions = [version for version in versions if version == provider.soap_version]
    done = [Step("description", Result.OK, _ms(started))]
    if not versions:
        said = ", ".join(service.methods) or "–"
        return _report(provider.kind, method, [*done, Step("method", Result.FAILED, 0, said)])
    done.append(Step("method", Result.OK, 0, " + ".join(versions)))
    answer = call(provider.kind, method, inputs, is_test=True, provider=provider)
    if not answer.failed and selectors.provider(provider.kind).url == provider.url:
        close(provider.kind)
    return _report(provider.kind, method, [*done, *_of_call(answer)], answer)


def sample_inputs(kind: str, method: str, *, username: str, password: str, department: str) -> dict[str, str]:
    """What a test sends, in the names of the wire."""
    if kind == Kind.LOGIN:
        secret = {"loginPassword": password} if method == "Authenticate" else {}
        return {"loginUsername": username, **secret}
    if kind == Kind.EVENTS:
        return {"eventType": "502001", "args_subject": "Test", "args_ticketnumber": TEST_NUMBER}
    if kind == Kind.USERINFO:
        placed = {"brandName": "", "departmentName": department, "groupName": "", "ticketNumber": TEST_NUMBER}
        return {"username": username, "email": "", **placed, "interactionType": "ticket"}
    inputs = {"loginUsername": username, "departmentName": department}
    if kind == Kind.FIELDS:
        return inputs | {"location": "PRE"}
    inputs["emailFrom"] = ""
    return inputs if kind == Kind.CHATS else inputs | {"subject": "Test", "ticketNumber": TEST_NUMBER}


def _of_call(answer: Answer) -> list[Step]:
    stop = _STOPS.get(answer.reason)
    steps: list[Step] = []
    for key in STEPS[2:]:
        if key == stop:
            return [*steps, Step(key, Result.FAILED, answer.ms, answer.detail)]
        steps.append(Step(key, Result.OK, answer.ms if key == "call" else 0))
    return steps


def _report(kind: str, method: str, steps: list[Step], answer: Answer | None = None) -> TestReport:
    rest = [Step(key, Result.NOT_TRIED) for key in STEPS[len(steps) :]]
    row = selectors.call_row(answer.call_id) if answer else None
    return TestReport(kind, method, (*steps, *rest), answer, row)


def _ms(started: float) -> int:
    return int((time.monotonic() - started) * 1000)
