"""What the mail queue's workers run: looks into due mailboxes, sends due mail, handles what was kept."""

from mail.jobs import incoming, outgoing, tidying

__all__ = ["incoming", "outgoing", "tidying"]
