"""The result of a connection test in words: what happened, what to do, what is safe."""

from typing import Any, NamedTuple

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mail.models import MailAccount, SmtpAccount
from mail.services import CheckReport, Result, Step

SILENT = "The server accepts, but does not answer"  # what mail.gateways says of a server that hangs
STATES = {Result.OK: "ok", Result.FAILED: "bad", Result.NOT_TRIED: "skip"}
OUR_WORDS = {"resolve", "read", "envelope"}  # steps whose answer says something to people


class Trouble(NamedTuple):
    """`short` for a list, `title` for a heading, `to_do` for whoever repairs it."""

    short: str
    title: str
    to_do: str


def _sign_in(is_mailbox: bool) -> Trouble:
    title = _("The mailbox refuses the password") if is_mailbox else _("The server refuses the sign-in")
    to_do = _(
        "Somebody may have changed the password, or the provider wants one made for programs. "
        "Press Edit and enter it."
    )
    return Trouble(_("Sign-in refused"), title, to_do)


def trouble(step: str, said: str, *, is_mailbox: bool) -> Trouble:
    """What went wrong at this step, as the gateways name it."""
    if said.startswith(SILENT):
        to_do = _(
            "Try again later; if it stays so, ask whoever runs the server, "
            "or give it more patience under Edit."
        )
        return Trouble(_("No answer"), _("The server does not answer in time"), to_do)
    if step == "login":
        return _sign_in(is_mailbox)
    if step == "tls":
        to_do = _(
            "Check that port and security belong together. A certificate of your own: "
            "switch its check off under Edit."
        )
        return Trouble(_("Encryption fails"), _("The encrypted connection fails"), to_do)
    if step == "fetch":
        to_do = _("Check the name of the folder under Edit, and whether this user may read it.")
        return Trouble(_("Cannot be read"), _("The mailbox opens, but cannot be read"), to_do)
    if step in {"mail", "rcpt"}:
        to_do = _("Check the From address under Edit: the server must allow this user to write in its name.")
        return Trouble(_("Sender refused"), _("The server does not take mail from this sender"), to_do)
    if step in {"data", "answer"}:
        to_do = _("Ask whoever runs the server; what it said stands above.")
        return Trouble(_("Mail refused"), _("The server does not take the mail"), to_do)
    to_do = _("Check server and port under Edit, and whether a firewall lets this machine out.")
    return Trouble(_("No connection"), _("The server cannot be reached"), to_do)


def in_words(said: str) -> str:
    """What a gateway said, in the reader's language where the words are our own."""
    return _(said) if said else ""


def _step(step: Step) -> dict[str, str]:
    label = f"{step.label}: {step.said}" if step.result is Result.OK and step.key in OUR_WORDS else step.label
    end = _("%(n)s ms") % {"n": step.milliseconds} if step.result is not Result.NOT_TRIED else ""
    return {"state": STATES[step.result], "label": label, "end": end}


def safe(account: MailAccount | SmtpAccount) -> str:
    """Why nothing is lost while the account does not work."""
    if account._state.adding:
        return _("Nothing is saved yet; what you entered stands below.")
    if isinstance(account, SmtpAccount):
        return _(
            "Mail waits in the queue and goes out as soon as the server takes it. "
            "Other servers are not held up."
        )
    said = _("Mail waits on the server. Other accounts are not held up.")
    if account.waiting:
        counted = ngettext(
            "About %(n)s message waits on the server.",
            "About %(n)s messages wait on the server.",
            account.waiting,
        )
        said = f"{counted % {'n': account.waiting}} {_('Other accounts are not held up.')}"
    return f"{said} {_next_try(account)}".strip()


def _next_try(account: MailAccount | SmtpAccount) -> str:
    if account.next_at is None or not account.is_active:
        return ""
    return _("Next try at %(time)s.") % {"time": date_format(localtime(account.next_at), "H:i")}


def result_of(report: CheckReport, account: MailAccount | SmtpAccount) -> dict[str, Any]:
    """The context of components/result.html."""
    steps = [_step(step) for step in report.steps]
    failed = report.failed
    is_mailbox = isinstance(account, MailAccount)
    if failed is None:
        title = _("The mailbox works") if is_mailbox else _("The server works")
        nothing = _("Nothing was fetched.") if is_mailbox else _("Nothing was sent.")
        return {"good": True, "title": title, "steps": steps, "safe": nothing}
    wrong = trouble(failed.cause, failed.said, is_mailbox=is_mailbox)
    said = _("The server says: %(said)s") % {"said": failed.said}
    happened = in_words(failed.said) if failed.cause in {"connect", "tls", "resolve"} else said
    return {
        "good": False,
        "title": wrong.title,
        "steps": steps,
        "happened": happened,
        "to_do": wrong.to_do,
        "safe": safe(account),
    }
