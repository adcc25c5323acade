"""What rules can do about any event: send e-mail, call a web hook, write a line to a file."""

from events.automation import hooks, logfile, mailing

__all__ = ["hooks", "logfile", "mailing"]
