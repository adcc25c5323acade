"""What a node saw of its own pages: when they stopped, when they opened."""

from datetime import datetime
from typing import Literal

from clustering.models import Practice
from common.unit import write_unfenced

Leg = Literal["there", "back"]
Moment = Literal["stopped", "opened"]


@write_unfenced
def note(practice_id: int, leg: Leg, moment: Moment, at: datetime) -> bool:
    """Notes a moment, the first time only. False: it was noted before, or the practice is over."""
    practice = Practice.objects.select_for_update().filter(pk=practice_id, ended_at=None).first()
    if practice is None:
        return False
    moments: dict[str, str] = getattr(practice, leg)
    if moment in moments:
        return False
    moments[moment] = at.isoformat()
    practice.save(update_fields=[leg])
    return True
