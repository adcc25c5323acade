"""Who holds a claim on mail, and whether this process begins anything new."""

import threading

from common.holder import is_dead, is_interrupted, is_ousted, me

__all__ = ["is_dead", "is_interrupted", "is_ousted", "me", "stopping"]

# Set when this process is told to stop: what is in hand is ended, nothing else is begun.
stopping = threading.Event()
