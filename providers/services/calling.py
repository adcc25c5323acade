"""The one way to ask a provider: breaker, description, call, log. Never inside a transaction."""

import logging
import time
from collections.abc import Mapping
from dataclasses import dataclass, replace

from django.utils.translation import gettext_lazy as _

from common.unit import assert_no_transaction, write_unfenced
from providers import selectors
from providers.errors import CallError, NoMethodError
from providers.gateways import Reply, send
from providers.models import Call, Provider
from providers.parsing import Parsed, is_false, is_true, no_controls
from providers.services import breaker
from providers.services.answer import Answer, Reason
from providers.services.descriptions import doubt, service_of
from providers.services.secrets import scrub, secret_values, shown

log = logging.getLogger("providers")
DEFAULT_MESSAGE = _("This is not possible right now. Please try again later.")
# the variable by which a method says yes or no; only a sign-in needs an explicit yes
DECIDES = {
    "Authenticate": ("authentication", True),
    "GetSignInCookieInfo": ("authentication", True),
    "StartTicket": ("ticketcreation", False),
    "StartChat": ("chatcreation", False),
}


@dataclass(frozen=True, slots=True)
class _Came:
    """How a call ended, before it is logged."""

    reason: Reason
    parsed: Parsed | None = None
    said: str = ""
    soap_version: str = ""
    http_status: int = 0
    size: int = 0
    is_sent: bool = True


def call(
    kind: str,
    method: str,
    inputs: Mapping[str, str],
    *,
    ticket_number: str = "",
    is_test: bool = False,
    provider: Provider | None = None,
) -> Answer:
    """Asks the provider once and logs it. Raises nothing that a provider could cause.

    `provider` is one that is not saved yet, for a test; a test passes the breaker by.
    """
    assert_no_transaction()
    asked = provider or selectors.provider(kind)
    if not asked.is_usable and not is_test:
        return Answer(reason="off", is_sent=False)
    sent = {"authPW": asked.password} | {name: no_controls(value) for name, value in inputs.items()}
    started = time.monotonic()
    if is_test or breaker.may_call(asked):
        came = _ask(asked, method, sent)
        if not is_test:
            breaker.note(asked, came.reason)
    else:
        came = _Came("open", said="Resting after too many failures; not asked.", is_sent=False)
    ms = int((time.monotonic() - started) * 1000)
    answer = _answer(asked, came, ms)
    row = _row(asked, method, sent, came, answer)
    row.ticket_number, row.is_test = ticket_number[:40], is_test
    _log(row)
    return replace(answer, call_id=row.pk, detail=row.detail)


def _ask(provider: Provider, method: str, sent: Mapping[str, str]) -> _Came:
    deadline = time.monotonic() + provider.timeout_seconds
    is_described = False
    try:
        service = service_of(provider.url, seconds=provider.timeout_seconds)
        is_described = True
        reply = send(
            service,
            provider.url,
            method,
            [f"{name}={value}" for name, value in sent.items()],
            soap_version=provider.soap_version,
            seconds=max(0.05, deadline - time.monotonic()),
        )
    except CallError as error:
        if error.reason in {"fault", "garbage"}:
            doubt(provider.url)
        return _Came(
            error.reason,  # type: ignore[arg-type]  # CallError has no other reasons than Reason
            said=error.said,
            http_status=error.http_status,
            size=error.size,
            is_sent=is_described and error.is_sent and not isinstance(error, NoMethodError),
        )
    return _decided(method, reply)


def _decided(method: str, reply: Reply) -> _Came:
    parsed = reply.parsed
    reason: Reason = ""
    if not parsed.success:
        reason = "denied"
    elif method in DECIDES:
        name, needs_yes = DECIDES[method]
        said = next((value for key, value in parsed.pairs if key.casefold() == name), "")
        if is_false(said) or (needs_yes and not is_true(said)):
            reason = "refused"
    return _Came(
        reason, parsed, parsed.message if reason else "", reply.soap_version, reply.http_status, reply.size
    )


def _answer(provider: Provider, came: _Came, ms: int) -> Answer:
    policy = {
        "refuses": provider.refuses,
        "failure_message": provider.failure_message.strip() or str(DEFAULT_MESSAGE),
    }
    if came.parsed is None:
        return Answer(came.reason, ms=ms, is_sent=came.is_sent, **policy)  # type: ignore[arg-type]  # two names, two types
    pairs = came.parsed.pairs
    return Answer(
        came.reason,
        came.parsed.message,
        {name.casefold(): value for name, value in pairs},
        {name[3:]: value for name, value in pairs if name[:3].casefold() == "cf_"},
        came.parsed.fields,
        came.parsed.html,
        ms,
        **policy,  # type: ignore[arg-type]  # two names, two types
    )


def _row(provider: Provider, method: str, sent: Mapping[str, str], came: _Came, answer: Answer) -> Call:
    hidden = secret_values(sent)
    pairs = came.parsed.pairs if came.parsed else ()
    return Call(
        kind=provider.kind,
        method=method,
        ms=answer.ms,
        reason=came.reason,
        message=scrub(answer.message, hidden)[:2000],
        detail=scrub(came.said, hidden)[:2000],
        inputs=shown(sent.items(), hidden)[:100],
        outputs=[*shown(pairs, hidden)[:100], *_more(came.parsed, hidden)],
        soap_version=came.soap_version,
        http_status=came.http_status,
        size=came.size,
    )


def _more(parsed: Parsed | None, hidden: list[str]) -> list[str]:
    """The members beside OutputVariables, in few words."""
    if parsed is None:
        return []
    lines = [scrub(str(item.name), hidden)[:200] for item in parsed.fields[:50]]
    found = [f"CustomFieldDataItems: {', '.join(lines)}"] if lines else []
    return found + ([f"UserInfoHtml: {len(parsed.html)}"] if parsed.html else [])


@write_unfenced
def _save(row: Call) -> None:
    row.pk = None
    row.save()


def _log(row: Call) -> None:
    _save(row)
    if row.reason not in {"", "refused"}:
        log.warning("%s %s: %s, %s ms", row.kind, row.method, row.reason, row.ms)


@write_unfenced
def note_call(call_id: int, then: str) -> None:
    """What the desk did with the answer, for the log's last column."""
    Call.objects.filter(pk=call_id).update(then=then[:300])
