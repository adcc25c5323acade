"""Every write of the cluster: nodes and their roles, the lease, and the claims of background threads."""

from clustering.services.checks import ask_check, check_node
from clustering.services.lease import told
from clustering.services.nodes import beat, may_take_over, node_failed, register, take_over
from clustering.services.refusals import note_refusal, prune_refusals
from clustering.services.runs import begin_run, end_run, hand_over
from clustering.services.schema import begin_upgrade, end_upgrade
from clustering.services.verbs import delete, disable, enable, set_active

__all__ = [
    "ask_check",
    "beat",
    "begin_run",
    "begin_upgrade",
    "check_node",
    "delete",
    "disable",
    "enable",
    "end_run",
    "end_upgrade",
    "hand_over",
    "may_take_over",
    "node_failed",
    "note_refusal",
    "prune_refusals",
    "register",
    "set_active",
    "take_over",
    "told",
]
