"""What administrators are to be mailed of a grace period: it began, it ends soon, it is over."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from common.clock import database_now
from licensing.models import Reason, Stage, StoredLicense
from licensing.selectors.license import License, evaluate

# A key is ordered and paid on working days; of five days in a row three are such, at Easter one. Of a period
# that is shorter than twice this, the half: the first mail is not followed by the second at once.
WARN = timedelta(days=5)


@dataclass(frozen=True, slots=True)
class GraceNews:
    """`stage` is what there is to tell; until `until` everything works."""

    stage: Stage
    reason: Reason
    since: datetime
    until: datetime


def untold_grace() -> GraceNews | None:
    """What no administrator has been mailed yet; without a lock, so ask again before telling it."""
    row = StoredLicense.objects.get(pk=StoredLicense.ROW)
    return untold_of(row, database_now()) if row.key else None


def untold_of(row: StoredLicense, now: datetime) -> GraceNews | None:
    """Only the last of what is due: who hears late that it is over need not hear that it began."""
    licence = evaluate(row, now)
    reason, since, until = licence.grace_reason, licence.grace_since, licence.grace_until
    if reason is None or since is None or until is None or _is_unnoted(row, licence):
        return None
    stage = _stage(since, until, now)
    if row.told_of == since and row.told_stage >= stage:
        return None
    return GraceNews(stage, reason, since, until)


def _is_unnoted(row: StoredLicense, licence: License) -> bool:
    """A version that is too new counts from now on, at every moment, until the active node has noted it."""
    return row.grace_since is None and licence.grace_reason is Reason.VERSION


def _stage(since: datetime, until: datetime, now: datetime) -> Stage:
    if now >= until:
        return Stage.OVER
    return Stage.ENDING if now >= until - min(WARN, (until - since) / 2) else Stage.BEGAN
