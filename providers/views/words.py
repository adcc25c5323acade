"""Providers and calls in words: the pills, the steps of a test, what to do."""

from dataclasses import dataclass
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext

from common.templatetags.parts import filesize_short
from common.text import Text
from providers.models import Call, Kind, Provider
from providers.selectors import ANSWERED, Lately
from providers.services import TestReport

NOTES: dict[str, Text] = {
    Kind.LOGIN: gettext_lazy("Asked at sign-in: Authenticate, GetSignInCookieInfo"),
    Kind.FIELDS: gettext_lazy(
        "Lists and rules of fields while a ticket or chat is started: GetCustomFieldOptions"
    ),
    Kind.TICKETS: gettext_lazy("Before every ticket, whatever its door: StartTicket"),
    Kind.CHATS: gettext_lazy("Before every chat: StartChat"),
    Kind.USERINFO: gettext_lazy("Shown above the conversation: GetUserDetails"),
    Kind.EVENTS: gettext_lazy("Called by rules with Notify External Provider: NotifyEventFired"),
}
TITLES: dict[str, Text] = {
    Kind.LOGIN: gettext_lazy("Login provider"),
    Kind.FIELDS: gettext_lazy("Custom field provider"),
    Kind.TICKETS: gettext_lazy("Ticket provider"),
    Kind.CHATS: gettext_lazy("Live chat provider"),
    Kind.USERINFO: gettext_lazy("User information provider"),
    Kind.EVENTS: gettext_lazy("Events provider"),
}
SHORT = {
    "refused": gettext_lazy("refused"),
    "denied": gettext_lazy("permission denied"),
    "fault": gettext_lazy("fault"),
    "timeout": gettext_lazy("timed out"),
    "garbage": gettext_lazy("nonsense"),
    "too_big": gettext_lazy("cut off"),
    "unreachable": gettext_lazy("unreachable"),
    "open": gettext_lazy("resting"),
}
ACCEPTS = frozenset({"Authenticate", "GetSignInCookieInfo", "StartTicket", "StartChat"})


@dataclass(frozen=True, slots=True)
class Pill:
    text: Text
    colour: str = ""


def took(ms: int) -> str:
    """146 ms, 2.00 s."""
    if ms < 1000:
        return _("%(n)s ms") % {"n": ms}
    return _("%(n)s s") % {"n": number_format(ms / 1000, 2)}


def state_of(provider: Provider, lately: Lately, wanted: int = 0) -> Pill:
    """How a provider is, for the Options tab; `wanted` rules want to call it."""
    if not provider.is_enabled and wanted:
        said = ngettext("off, %(n)s rule wants it", "off, %(n)s rules want it", wanted)
        return Pill(said % {"n": wanted}, "amber")
    if not provider.is_enabled:
        return Pill(pgettext("provider", "off"))
    if not provider.url:
        return Pill(_("no address yet"), "amber")
    if not lately.calls:
        return Pill(_("not asked yet"))
    if lately.answers:
        return Pill(_("answers, %(took)s") % {"took": took(lately.last_ms)}, "green")
    words = {"why": SHORT[lately.last_reason], "n": lately.failures, "of": lately.calls}
    return Pill(_("%(why)s, %(n)s of the last %(of)s") % words, "red")


def result_of(row: Call) -> Pill:
    """The result of a call, for the log."""
    if row.reason == "refused":
        return Pill(SHORT["refused"], "amber")
    if row.reason not in ANSWERED:
        return Pill(SHORT.get(row.reason, row.reason), "red")
    return Pill(_("accepted") if row.method in ACCEPTS else _("answered"), "green")


@dataclass(frozen=True, slots=True)
class Wire:
    """What went over the wire, and its figures on one line."""

    call: str
    answer: str
    figures: str


def wire(row: Call) -> Wire:
    """A call for people who build providers; the words are those of the wire."""
    call = "\n  ".join([row.method, *row.inputs])
    figures = [f"HTTP {row.http_status}"] if row.http_status else []
    figures += [filesize_short(row.size)] if row.size else []
    figures += [f"SOAP {row.soap_version}"] if row.soap_version else []
    return Wire(call, _answer_text(row), ", ".join(figures))


def _answer_text(row: Call) -> str:
    if row.reason in {*ANSWERED, "denied"}:
        success = "false" if row.reason == "denied" else "true"
        head = f"Success  {success}\nMessage  {row.message or _('(empty)')}"
        return "\n  ".join([head, *row.outputs])
    return f"HTTP {row.http_status}\n{row.detail}" if row.http_status else ""


def then_of(row: Call) -> str:
    """The last column of the log: what the desk did, or what it was told."""
    if row.then:
        return row.then
    if row.reason == "refused" and row.message:
        return _("the customer reads “%(text)s”") % {"text": row.message}
    return row.detail


_LABELS: dict[str, Text] = {
    "description": gettext_lazy("Read the description"),
    "method": gettext_lazy("Find the method"),
    "call": gettext_lazy("Call it"),
    "password": gettext_lazy("Password accepted"),
    "answer": gettext_lazy("Understand the answer"),
}
_TO_DO: dict[str, Text] = {
    "description": gettext_lazy(
        "Check the Web Service URL: with ?wsdl behind it a browser must show the description."
    ),
    "method": gettext_lazy("The service has no such method. Publish it, or switch this provider off."),
    "call": gettext_lazy("Look into the log of the service; it took the call or was not there."),
    "password": gettext_lazy("Enter the password that the service expects as authPW."),
    "answer": gettext_lazy("The method must return its Result with Success, Message and OutputVariables."),
}


def test_context(report: TestReport, provider: Provider) -> dict[str, Any]:
    """The context of the test's card."""
    failed = report.failed
    steps = []
    for step in report.steps:
        label = str(_LABELS[step.key])
        if step.key == "method" and step.result == "ok":
            label = _("Find %(method)s: SOAP %(versions)s") % {"method": report.method, "versions": step.said}
        end = took(step.ms) if step.ms else ""
        steps.append({"state": step.result.value, "label": label, "end": end})
    context: dict[str, Any] = {"report": report, "steps": steps, "good": failed is None}
    context["took"] = took(report.answer.ms) if report.answer else ""
    context["wire"] = wire(report.row) if report.row else None
    if failed is None:
        return context | {"title": _verdict(report)}
    happened = failed.said
    if failed.key == "method":
        happened = _("It offers: %(methods)s") % {"methods": failed.said}
    return context | {
        "title": _("It does not work yet"),
        "happened": happened,
        "to_do": _TO_DO[failed.key],
        "safe": _("Nothing is saved by a test, and no ticket is made."),
    }


def _verdict(report: TestReport) -> str:
    refused = report.answer is not None and report.answer.reason == "refused"
    words: dict[str, tuple[Text, Text]] = {
        Kind.LOGIN: (_("The person would be signed in"), _("It answers: this person may not sign in")),
        Kind.TICKETS: (_("A ticket would be made"), _("It answers: no ticket would be made")),
        Kind.CHATS: (_("A chat would begin"), _("It answers: no chat would begin")),
    }
    yes, no = words.get(Kind(report.kind), (_("It answers"), _("It answers")))
    return str(no if refused else yes)
