"""What a call came to, whether it was answered or not."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from providers.parsing import FieldItem

Reason = Literal[
    "", "off", "refused", "denied", "fault", "timeout", "garbage", "too_big", "unreachable", "open"
]
FAILURES: frozenset[str] = frozenset(
    {"denied", "fault", "timeout", "garbage", "too_big", "unreachable", "open"}
)


@dataclass(frozen=True, slots=True)
class Answer:
    """`reason` is "" for a yes, "refused" for the service's no, "off" when nobody was asked; the rest are
    failures, for which the provider's policy decides. `message` is the service's, for the person.

    Keys of `outputs` are in small letters; `custom` has the custom fields, whose names keep their letters.
    `call_id` is the line of the log, 0 when there is none.
    """

    reason: Reason = ""
    message: str = ""
    outputs: Mapping[str, str] = field(default_factory=dict)
    custom: Mapping[str, str] = field(default_factory=dict)
    fields: tuple[FieldItem, ...] = ()
    html: str = ""
    ms: int = 0
    call_id: int = 0
    detail: str = ""
    is_sent: bool = True  # False: the service surely never saw the call
    refuses: bool = False  # the policy: does a failure count as a no?
    failure_message: str = ""

    @property
    def ok(self) -> bool:
        return not self.reason

    @property
    def failed(self) -> bool:
        """The provider is on and gave no answer that can be used."""
        return self.reason in FAILURES

    @property
    def allowed(self) -> bool:
        """The answer and the policy together: may it go on?"""
        if self.failed:
            return not self.refuses
        return self.reason != "refused"
