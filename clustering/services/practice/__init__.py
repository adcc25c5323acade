"""A failover is practised: another node takes over and hands back, while everything is measured.

The state is a row. Each node's heartbeat does its own part of it (`drive`), so a node that dies in the middle
holds nothing up; what the nodes see of their own pages comes in by `note`.
"""

from clustering.services.practice.asking import ask, refuse_scheduled
from clustering.services.practice.driving import drive
from clustering.services.practice.moments import note
from clustering.services.practice.schedule import Schedule, keep_schedule, read_schedule

__all__ = ["Schedule", "ask", "drive", "keep_schedule", "note", "read_schedule", "refuse_scheduled"]
