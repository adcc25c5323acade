"""What the provider of custom fields says about a step of a form: asked once, then carried along, signed."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Literal

from django.core import signing
from django.utils.translation import gettext as _

from customfields.items import FieldChange
from providers import services as providers
from providers.models import Kind
from providers.selectors import is_asked as asks

Location = Literal["PRE", "REGULAR"]
_SALT = "tickets.step"
_SECONDS = 6 * 3600


@dataclass(frozen=True, slots=True)
class StepAnswer:
    """`message` is for the person; without `allowed` there is no form."""

    allowed: bool = True
    message: str = ""
    changes: tuple[FieldChange, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class StepQuestion:
    """A step of a person's form. `values` are texts by the names of fields, none in the first step."""

    location: Location
    login: str
    department_id: int
    department: str
    values: Mapping[str, str] = field(default_factory=dict)
    of: Literal["ticket", "chat"] = "ticket"  # what the form begins

    @property
    def mark(self) -> str:
        """The same question has the same mark."""
        parts = [self.of, self.location, self.login, self.department_id, sorted(self.values.items())]
        return hashlib.sha256(json.dumps(parts).encode()).hexdigest()[:32]


def is_asked() -> bool:
    """Is there a provider that has a say in forms?"""
    return asks(Kind.FIELDS)


def _ask(question: StepQuestion) -> tuple[StepAnswer, bool]:
    """The answer, and whether the provider gave it: else it is the policy's, and only for this time."""
    said = providers.field_options(question.location, question.login, question.department, question.values)
    allowed = said.can_start_chats if question.of == "chat" else said.can_start_tickets
    given = StepAnswer(allowed, "" if allowed else said.message or _no_words(), said.changes)
    return given, said.reason not in providers.FAILURES


def _no_words() -> str:
    return _("Nothing can be sent to this department at the moment. Please try again later.")


def answer_to(question: StepQuestion, token: str) -> tuple[StepAnswer, str]:
    """The answer, and the token that makes the next page know it. Call it outside a transaction.

    A token that is not ours, too old, or of another question is as good as none: the provider is asked then.
    """
    if not is_asked():
        return StepAnswer(), ""
    known = _read(question, token)
    if known is not None:
        return known, token
    given, is_certain = _ask(question)
    if not is_certain:
        return given, ""
    data = {"mark": question.mark, "allowed": given.allowed, "message": given.message}
    data["changes"] = [asdict(change) for change in given.changes]
    return given, signing.dumps(data, salt=_SALT, compress=True)


def _read(question: StepQuestion, token: str) -> StepAnswer | None:
    if not token:
        return None
    try:
        data: dict[str, Any] = signing.loads(token, salt=_SALT, max_age=_SECONDS)
    except signing.BadSignature:
        return None
    if data["mark"] != question.mark:
        return None
    return StepAnswer(data["allowed"], data["message"], tuple(_change(row) for row in data["changes"]))


def _change(row: dict[str, Any]) -> FieldChange:
    return FieldChange(**row | {"options": None if row["options"] is None else tuple(row["options"])})
