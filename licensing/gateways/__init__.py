"""Outside: the licensor."""

from licensing.gateways.licensor import activate, confirm

__all__ = ["activate", "confirm"]
