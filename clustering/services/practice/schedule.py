"""When a failover is practised by itself."""

from dataclasses import asdict, dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from clustering.permissions import PRACTICE_SCHEDULE
from common import options
from common.actor import Actor

LATE_SECONDS = 600  # a desk that was off at the time does not make up for it later
WEEKLY = 0


@dataclass(frozen=True, slots=True)
class Schedule:
    """`weekday` 1 is Monday; `nth` of the month, or 0 for every week; `at` as HH:MM in `zone`."""

    is_on: bool = False
    weekday: int = 1
    nth: int = 1
    at: str = "06:00"
    zone: str = "UTC"

    def last_slot(self, now: datetime) -> datetime | None:
        """The latest time of the schedule that is not after `now`; None when it is off."""
        if not self.is_on:
            return None
        local = now.astimezone(ZoneInfo(self.zone))
        for days in range(40):
            day = local.date() - timedelta(days=days)
            if day.isoweekday() != self.weekday or self.nth not in {WEEKLY, (day.day + 6) // 7}:
                continue
            slot = datetime.combine(day, time.fromisoformat(self.at), local.tzinfo)
            if slot <= now:
                return slot
        return None

    def is_due(self, now: datetime) -> datetime | None:
        """The slot that has just come."""
        slot = self.last_slot(now)
        return slot if slot is not None and (now - slot).total_seconds() < LATE_SECONDS else None


def read_schedule() -> Schedule:
    """As it is kept; a broken one is off."""
    kept = options.get(PRACTICE_SCHEDULE)
    try:
        found = Schedule(**kept)
        found.last_slot(datetime.now(ZoneInfo("UTC")))
    except (TypeError, ValueError, KeyError):
        return Schedule()
    return found


def keep_schedule(schedule: Schedule, *, actor: Actor) -> None:
    """Sets it."""
    options.put(PRACTICE_SCHEDULE, asdict(schedule), actor=actor)
