"""What rules can ask of tickets, do to them, and wait for."""

from tickets.automation import notify, offered, people, values, watched

__all__ = ["notify", "offered", "people", "values", "watched"]
