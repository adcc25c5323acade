"""Who or what wrote a mail: a person, a machine that answers, a mail server, a list, or ourselves.

A mail that a machine wrote is never answered by a machine: that is how loops begin.
"""

import logging
from dataclasses import dataclass, field
from email.message import Message
from enum import StrEnum

from django.utils.translation import gettext_lazy as _
from flufl.bounce import all_failures

from common.text import Text
from mail import message_ids
from mail.parsing import ParsedMail, phrases, reports
from mail.parsing.ses import Failure, Report

MAX_HOPS = 30
OWN_HEADER = "x-desk-mail"


class Kind(StrEnum):
    PERSON = "person"
    AUTO_REPLY = "auto_reply"
    BOUNCE = "bounce"
    DELIVERY_REPORT = "delivery_report"
    FEEDBACK = "feedback"
    READ_RECEIPT = "read_receipt"
    LIST = "list"
    LOOP = "loop"


@dataclass(frozen=True, slots=True)
class Classification:
    """`reason` is a code; `data` fills its sentence (`mail.registry.sentence`)."""

    kind: Kind
    reason: str
    may_answer: bool = False
    data: dict[str, str] = field(default_factory=dict)
    report: Report | None = None

    @property
    def joins_only(self) -> bool:
        """True: belongs to an existing ticket or to nothing; it does not open a new one."""
        return self.kind not in (Kind.PERSON, Kind.LIST) and self.reason != "bounce.forwarded"


SENTENCES: dict[str, Text] = {
    "person": _("Written by a person."),
    "loop.own_id": _("This is one of our own mails that came back."),
    "loop.own_header": _("A mail of this help desk came back to it."),
    "loop.hops": _("The mail has passed %(hops)s servers: it runs in a circle."),
    "loop.rate": _("%(sender)s sent more mails than a person writes; no automatic answer goes out."),
    "bounce.report": _("A mail server reports that a mail could not be delivered to %(recipient)s."),
    "bounce.delayed": _("A mail server reports that a mail to %(recipient)s is delayed."),
    "bounce.text": _("A mail server says that a mail could not be delivered."),
    "bounce.forwarded": _("The mail passes on what a mail server said about a mail that failed."),
    "report.delivered": _("A mail server reports that a mail was delivered."),
    "report.feedback": _("An abuse report (%(feedback)s) of another provider."),
    "report.read": _("A read receipt."),
    "auto.submitted": _("An automatic answer (Auto-Submitted: %(value)s)."),
    "auto.header": _("An automatic answer (%(header)s)."),
    "auto.subject": _("An automatic answer by its subject."),
    "auto.null_return": _("Sent without a return address, as machines do."),
    "auto.suppress": _("The sender asks for no automatic answer."),
    "list.header": _("Sent to a list or in bulk (%(header)s)."),
    "sender.none": _("The mail names nobody who could be answered."),
    "sender.noreply": _("%(sender)s is an address that reads no mail."),
}

logging.getLogger("flufl.bounce").setLevel(logging.CRITICAL)  # it logs each of its detectors
_AUTO_HEADERS = (
    "x-autoreply",
    "x-autorespond",
    "x-autoresponse",
    "x-auto-reply-from",
    "x-mail-autoreply",
    "x-auto-submitted",
)
_LIST_HEADERS = ("list-id", "list-post", "list-unsubscribe", "feedback-id")


def classify(mail: ParsedMail, *, over_rate: bool = False) -> Classification:
    """What wrote this mail, and whether a machine may answer it."""
    return (
        _loop(mail)
        or _report(mail)
        or _bounce(mail)
        or _auto_reply(mail)
        or _list(mail)
        or _person(mail, over_rate=over_rate)
    )


def _loop(mail: ParsedMail) -> Classification | None:
    if message_ids.read(mail.message_id):
        return Classification(Kind.LOOP, "loop.own_id")
    if message_ids.read(mail.header(OWN_HEADER)):
        return Classification(Kind.LOOP, "loop.own_header")
    hops = len(mail.headers.get("received", ()))
    if hops > MAX_HOPS:
        return Classification(Kind.LOOP, "loop.hops", data={"hops": str(hops)})
    return None


def _report(mail: ParsedMail) -> Classification | None:
    report = reports.find(mail.source)
    if report is None:
        return None
    if report.kind == "feedback":
        return Classification(
            Kind.FEEDBACK, "report.feedback", data={"feedback": report.feedback_type}, report=report
        )
    if report.kind == "disposition":
        return Classification(Kind.READ_RECEIPT, "report.read", report=report)
    actions = {failure.action for failure in report.failures}
    data = {
        "recipient": ", ".join(failure.address for failure in report.failures[:3] if failure.address) or "?"
    }
    if not actions or "failed" in actions:
        return Classification(Kind.BOUNCE, "bounce.report", data=data, report=report)
    if "delayed" in actions:
        return Classification(Kind.BOUNCE, "bounce.delayed", data=data, report=report)
    return Classification(Kind.DELIVERY_REPORT, "report.delivered", data=data, report=report)


def _bounce(mail: ParsedMail) -> Classification | None:
    """A bounce without the standard's parts: at least two signs, or one that only mail servers set."""
    if phrases.COMPLAINT.search(mail.subject):
        return Classification(
            Kind.FEEDBACK, "report.feedback", data={"feedback": "abuse"}, report=_found(mail, ())
        )
    failed = mail.headers.get("x-failed-recipients", ())
    named = [item.strip() for value in failed for item in value.split(",") if item.strip()]
    failures = [Failure(address, "failed", "", "") for address in named]
    by_server = _server_signs(mail)
    signs = by_server + bool(phrases.FAILED.search(mail.subject))
    if signs == 1:
        signs += bool(phrases.TRANSCRIPT.search(mail.text[:20_000]))
    if not failures and signs < 2:
        return None
    failures = failures or _scanned(mail.source)
    data = {"recipient": ", ".join(failure.address for failure in failures[:3])}
    reason = "bounce.report" if failures else "bounce.text"
    if not by_server and not named:
        reason = "bounce.forwarded"
    return Classification(Kind.BOUNCE, reason, data=data, report=_found(mail, tuple(failures)))


def _server_signs(mail: ParsedMail) -> int:
    """How surely a mail server sent it; a postmaster may be a person, a mailer daemon is none."""
    sender = mail.sender.email if mail.sender else ""
    origin = f"{mail.header('from')} {sender}"
    return (
        bool(phrases.DAEMON.search(origin)) * 2
        + bool(phrases.POSTMASTER.search(sender))
        + bool(phrases.DAEMON.search(mail.header("return-path")))
        + is_null_return(mail)
    )


def _found(mail: ParsedMail, failures: tuple[Failure, ...]) -> Report:
    return Report("delivery", failures, reports.original_id(reports.own_parts(mail.source)))


def _scanned(message: Message) -> list[Failure]:
    """What flufl.bounce finds in the many texts of mail servers."""
    try:
        temporary, permanent = all_failures(message)
    except Exception:  # noqa: BLE001 - its detectors were written for well-formed mail and raise anything
        return []
    found = [(address, "failed") for address in permanent] + [(address, "delayed") for address in temporary]
    return [Failure(address.decode("utf-8", "replace"), action, "", "") for address, action in found[:50]]


def is_null_return(mail: ParsedMail) -> bool:
    """An empty return path: sent by a mail server."""
    values = mail.headers.get("return-path", ())
    return any(value.strip(" <>") in ("", "null") for value in values)


def _auto_reply(mail: ParsedMail) -> Classification | None:
    value = mail.header("auto-submitted").split(";")[0].split("(")[0].strip().lower()
    if value and value != "no":
        return Classification(Kind.AUTO_REPLY, "auto.submitted", data={"value": value[:40]})
    for header in _AUTO_HEADERS:
        if mail.header(header) and mail.header(header).lower() not in ("no", "false"):
            return Classification(Kind.AUTO_REPLY, "auto.header", data={"header": header})
    if mail.header("precedence").lower() == "auto_reply":
        return Classification(Kind.AUTO_REPLY, "auto.header", data={"header": "precedence"})
    if phrases.AUTO_SUBJECT.search(mail.subject):
        return Classification(Kind.AUTO_REPLY, "auto.subject")
    if is_null_return(mail):
        return Classification(Kind.AUTO_REPLY, "auto.null_return")
    return None


def _list(mail: ParsedMail) -> Classification | None:
    if mail.header("precedence").lower() in ("bulk", "list", "junk"):
        return Classification(Kind.LIST, "list.header", data={"header": "precedence"})
    for header in _LIST_HEADERS:
        if mail.header(header):
            return Classification(Kind.LIST, "list.header", data={"header": header})
    return None


def _person(mail: ParsedMail, *, over_rate: bool) -> Classification:
    to = mail.answer_to
    if to is None:
        return Classification(Kind.PERSON, "sender.none")
    if phrases.NOREPLY.search(to.email):
        return Classification(Kind.PERSON, "sender.noreply", data={"sender": to.email})
    if mail.header("x-auto-response-suppress").lower() not in ("", "none"):
        return Classification(Kind.PERSON, "auto.suppress")
    if over_rate:
        return Classification(Kind.PERSON, "loop.rate", data={"sender": to.email})
    return Classification(Kind.PERSON, "person", may_answer=True)
