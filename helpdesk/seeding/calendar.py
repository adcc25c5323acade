"""When tickets come in: more by day than at night, fewer at weekends."""

import bisect
import itertools
from datetime import datetime, timedelta

_HOURS = (1, 1, 1, 1, 1, 2, 4, 8, 14, 17, 17, 16, 12, 14, 16, 16, 14, 11, 8, 7, 6, 5, 3, 2)
_WEEKEND = 0.25


class Calendar:
    """`moment(k)` of so many tickets before `until`: later numbers are later."""

    def __init__(self, *, tickets: int, days: int, until: datetime) -> None:
        self.tickets = tickets
        self.begin = until.replace(minute=0, second=0, microsecond=0) - timedelta(days=days)
        hours = [self.begin + timedelta(hours=hour) for hour in range(days * 24)]
        weights = [_HOURS[hour.hour] * (_WEEKEND if hour.weekday() >= 5 else 1) for hour in hours]
        self._sums = list(itertools.accumulate(weights))

    def moment(self, number: int, part: float) -> datetime:
        """`part`, from 0 to 1, is where in its own span the ticket lies."""
        wanted = (number + part) / self.tickets * self._sums[-1]
        hour = min(bisect.bisect_left(self._sums, wanted), len(self._sums) - 1)
        before = self._sums[hour - 1] if hour else 0.0
        inside = (wanted - before) / (self._sums[hour] - before)
        return self.begin + timedelta(hours=hour, microseconds=int(inside * 3_599_999_999))
