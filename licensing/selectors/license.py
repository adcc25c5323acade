"""What the stored key and answer mean at a moment. No database here."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from functools import lru_cache

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from common.text import Text
from licensing.errors import OtherAnswerError, PaperError
from licensing.models import Reason, StoredLicense
from licensing.papers import AnswerFacts, Edition, KeyFacts, known_licensors, read_answer, read_key

GRACE_DAYS = 30


class State(StrEnum):
    NONE = "none"  # one agent, all features but failover
    ACTIVE = "active"
    GRACE = "grace"  # as active, until `grace_until`
    EXPIRED = "expired"  # who works goes on; no agent is added or switched on


STATE_TEXTS: dict[State, Text] = {
    State.NONE: _("Not activated"),
    State.ACTIVE: _("Activated"),
    State.GRACE: _("Grace period"),
    State.EXPIRED: _("Grace period is over"),
}


@dataclass(frozen=True, slots=True)
class License:
    """The licence as it counts now. Without an activated key: one agent, no failover."""

    state: State
    edition: Edition = Edition.FREE
    level: int = 1
    failover: bool = False
    customer: str = ""
    key_id: str = ""
    maintenance_until: date | None = None
    valid_until: date | None = None
    issued_at: datetime | None = None
    activation: str = ""
    activated_at: datetime | None = None
    confirmed_at: datetime | None = None
    way: str = ""
    database: str = ""  # fingerprint it was activated for
    server: str = ""
    grace_reason: Reason | None = None
    grace_since: datetime | None = None
    grace_until: datetime | None = None
    problem: Text = ""  # why a stored key counts for nothing

    @property
    def seats(self) -> int:
        """How many agents may be enabled before another one is refused."""
        return self.level if self.state in {State.ACTIVE, State.GRACE} else 1

    @property
    def state_text(self) -> Text:
        return STATE_TEXTS[self.state]

    @property
    def masked_key(self) -> str:
        """The key's name with its middle left out."""
        parts = self.key_id.split("-")
        return f"{parts[0]}-…-{parts[-1]}" if len(parts) > 2 else self.key_id

    def grace_days_left(self, now: datetime) -> int:
        """Whole days, begun ones too."""
        if self.grace_until is None or self.grace_until <= now:
            return 0
        return -((now - self.grace_until) // timedelta(days=1))


@lru_cache(maxsize=4)
def _papers(
    key_text: str, answer_text: str, licensors: tuple[tuple[str, bytes], ...]
) -> tuple[KeyFacts, AnswerFacts]:
    known = dict(licensors)
    key, answer = read_key(key_text, known), read_answer(answer_text, known)
    if answer.key_id != key.id or answer.licensor != key.licensor:
        raise OtherAnswerError
    return key, answer


def papers_of(row: StoredLicense) -> tuple[KeyFacts, AnswerFacts]:
    """The key and the answer, once their signatures have been checked. Raises PaperError."""
    return _papers(row.key, row.answer, tuple(sorted(known_licensors().items())))


def evaluate(row: StoredLicense, now: datetime) -> License:
    """What the row means now."""
    if not row.key:
        return License(State.NONE)
    try:
        key, answer = papers_of(row)
    except PaperError as error:
        return License(State.NONE, problem=error.sentence)
    reason, since = _grace(row, key, now)
    until = since + timedelta(days=answer.grace_days) if since else None
    state = State.ACTIVE if until is None else State.GRACE if now < until else State.EXPIRED
    return License(
        state=state,
        edition=key.edition,
        level=key.agents,
        failover=key.failover,
        customer=key.customer,
        key_id=key.id,
        maintenance_until=key.maintenance_until,
        valid_until=key.valid_until,
        issued_at=key.issued_at,
        activation=answer.activation,
        activated_at=row.activated_at,
        confirmed_at=row.confirmed_at,
        way=row.way,
        database=answer.database,
        server=answer.server,
        grace_reason=reason,
        grace_since=since,
        grace_until=until,
    )


def has_ended(key: KeyFacts, now: datetime) -> bool:
    """Has the key run out? Its last day counts whole."""
    return key.valid_until is not None and now >= _end_of(key.valid_until)


def is_too_new(key: KeyFacts) -> bool:
    """Was this version released after the key's maintenance had ended?"""
    return key.maintenance_until is not None and key.maintenance_until < settings.RELEASED


def _end_of(day: date) -> datetime:
    return datetime.combine(day + timedelta(days=1), time(), UTC)


def _grace(row: StoredLicense, key: KeyFacts, now: datetime) -> tuple[Reason | None, datetime | None]:
    """Why and since when a grace period runs: what was noticed and noted, or what the dates alone say."""
    found: list[tuple[datetime, Reason]] = []
    if row.grace_since is not None and row.grace_reason:
        found.append((row.grace_since, Reason(row.grace_reason)))
    if key.valid_until is not None and has_ended(key, now):
        found.append((_end_of(key.valid_until), Reason.ENDED))
    if not found and is_too_new(key):
        found.append((now, Reason.VERSION))
    if not found:
        return None, None
    since, reason = min(found)
    return reason, since
