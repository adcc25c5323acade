"""Live updates: rows say "look now", a signed ticket opens a stream, one poller a process wakes them."""

from common.realtime.rows import position, prune, revoke, signal
from common.realtime.tickets import BadTicketError, StreamTicket, issue, open_ticket

__all__ = ["BadTicketError", "StreamTicket", "issue", "open_ticket", "position", "prune", "revoke", "signal"]
