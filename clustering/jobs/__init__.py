"""What the workers of a node run: due background threads, pruning, and the heartbeat."""

from clustering.jobs import practising, pruning
from clustering.jobs.heartbeat import Heartbeat
from clustering.jobs.membership import Membership
from clustering.jobs.runner import run_due, run_thread

__all__ = ["Heartbeat", "Membership", "practising", "pruning", "run_due", "run_thread"]
