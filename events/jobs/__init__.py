"""The dispatcher's entry points."""

from events.jobs.dispatching import deliver, dispatch, prune, sweep
from events.jobs.outside import deliver_outside, sweep_outside

__all__ = ["deliver", "deliver_outside", "dispatch", "prune", "sweep", "sweep_outside"]
