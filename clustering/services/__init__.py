"""Every write of the cluster: nodes and their roles, the lease, and the claims of background threads."""

from clustering.services.nodes import (
    beat,
    disable,
    enable,
    node_failed,
    register,
    set_active,
    take_over,
)
from clustering.services.runs import begin_run, end_run, hand_over

__all__ = [
    "beat",
    "begin_run",
    "disable",
    "enable",
    "end_run",
    "hand_over",
    "node_failed",
    "register",
    "set_active",
    "take_over",
]
