"""What tickets do about facts and about mail that comes in; importing it registers all of it."""

from tickets.subscribers import homes, inbound, notices

__all__ = ["homes", "inbound", "notices"]
