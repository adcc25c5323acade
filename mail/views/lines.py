"""An account as a line of the list: what it is, how it fares, its last day."""

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from common.clock import database_now
from mail.models import MailAccount, SmtpAccount
from mail.selectors.accounts import Hour, last_day, last_messages, mail_accounts, smtp_accounts
from mail.views.results import trouble

HEIGHT, STEP = 14, 3


class Bar(NamedTuple):
    """One hour of the line, as attributes of an SVG rectangle."""

    x: int
    y: int
    height: int


@dataclass(frozen=True, slots=True)
class Line:
    """`key` is "in-3" or "out-5"."""

    account: MailAccount | SmtpAccount
    direction: str
    serves: str
    hours: list[Hour]
    last_at: datetime | None

    @property
    def key(self) -> str:
        return f"{self.direction}-{self.account.pk}"

    @property
    def is_mailbox(self) -> bool:
        return self.direction == "in"

    @property
    def kind(self) -> str:
        return self.account.get_protocol_display() if isinstance(self.account, MailAccount) else "SMTP"

    @property
    def detail(self) -> str:
        account = self.account
        security = account.get_security_display() if account.security != "none" else _("not encrypted")
        if isinstance(account, MailAccount):
            every = _("every %(seconds)s s") % {"seconds": account.poll_seconds}
            return f"{account.server}, {security}, {every}"
        name = _("as %(name)s") % {"name": account.username} if account.username else _("no sign-in")
        return f"{account.server}, {security}, {name}"

    @property
    def health(self) -> tuple[str, str]:
        """A word and the colour of its pill."""
        if not self.account.is_active:
            return _("paused"), ""
        if self.account.is_failing:
            return _("fails"), "red"
        if self.account.last_ok_at is None and self.is_mailbox:
            return _("not tried yet"), "amber"
        return (_("healthy"), "green") if self.account.last_ok_at else (_("not used yet"), "")

    @property
    def error(self) -> str:
        """Short, with how often in a row."""
        if not self.account.is_failing:
            return ""
        step, said = split_error(self.account.last_error)
        title = trouble(step, said, is_mailbox=self.is_mailbox).short
        times = ngettext("%(n)s time", "%(n)s times", self.account.failures) % {"n": self.account.failures}
        return f"{title}, {times}"

    @property
    def total(self) -> int:
        return sum(hour.good for hour in self.hours)

    @property
    def summary(self) -> str:
        """The line in words."""
        bad = sum(hour.bad for hour in self.hours)
        good = ngettext("%(n)s mail", "%(n)s mails", self.total) % {"n": self.total}
        return _("%(mails)s, %(bad)s failures in 24 hours") % {"mails": good, "bad": bad} if bad else good

    @property
    def bars(self) -> list[Bar]:
        most = max((hour.good for hour in self.hours), default=0) or 1
        heights = [max(1, round(hour.good / most * (HEIGHT - 1))) for hour in self.hours]
        return [Bar(place * STEP, HEIGHT - height, height) for place, height in enumerate(heights)]

    @property
    def width(self) -> int:
        return len(self.hours) * STEP


def split_error(text: str) -> tuple[str, str]:
    """ "login: they said no" as the step and the words."""
    step, _colon, said = text.partition(": ")
    return (step, said) if said else ("", text)


def _serves(account: SmtpAccount) -> str:
    if account.department is not None:
        return f"{account.department.name}"
    return account.brand.name if account.brand is not None else _("Everybody")


def lines() -> list[Line]:
    """Mailboxes, then outgoing servers. Six SQL statements, however many there are."""
    boxes, servers = list(mail_accounts()), list(smtp_accounts())
    now, last = database_now(), last_messages()
    came = last_day("in", [one.pk for one in boxes], now)
    left = last_day("out", [one.pk for one in servers], now)
    found = [Line(one, "in", one.department.name, came[one.pk], last.get(f"in-{one.pk}")) for one in boxes]
    return found + [
        Line(one, "out", _serves(one), left[one.pk], last.get(f"out-{one.pk}")) for one in servers
    ]


def chosen(found: list[Line], key: str) -> Line | None:
    """The one that was selected, else the first that fails, else the first."""
    named = next((line for line in found if line.key == key), None)
    failing = next((line for line in found if line.account.is_active and line.account.is_failing), None)
    return named or failing or (found[0] if found else None)
