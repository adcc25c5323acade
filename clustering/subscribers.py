"""What the cluster itself registers: a node's own checks, and the count of refused writes."""

from clustering.registry import activation_check
from clustering.selectors import unready
from clustering.services import note_refusal
from common.unit import on_refusal

activation_check(unready)
on_refusal(note_refusal)
