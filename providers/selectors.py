"""Providers, their descriptions and the log. They belong to the settings: views check the permission."""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from django.core.cache import cache
from django.db.models import Q, QuerySet
from django.shortcuts import get_object_or_404

from accounts.models import User
from common.paging import Page, page
from events.models import Rule
from providers.models import Call, Description, Health, Kind, LoginLink, Provider

_CACHED = "providers.asked"
_SECONDS = 5  # other processes see a change after this long
NOTIFY = "provider.notify"  # the action of rules
LATELY = 10  # calls that say how a provider is


@dataclass(frozen=True, slots=True)
class Lately:
    """How the last calls went."""

    calls: int = 0
    failures: int = 0  # refused is an answer; these are not
    last_reason: str = ""
    last_ms: int = 0

    @property
    def answers(self) -> bool:
        return self.calls > 0 and self.last_reason in ANSWERED


ANSWERED = ("", Call.Reason.REFUSED)


def provider(kind: str) -> Provider:
    """The provider of that kind; one without a row is switched off. Raises Http404 for no kind."""
    return Provider.objects.filter(kind=kind).first() or Provider(kind=Kind(kind))


def providers() -> list[Provider]:
    """All six, in the order of the tabs. One SQL statement."""
    stored = {row.kind: row for row in Provider.objects.all()}
    return [stored.get(kind) or Provider(kind=kind) for kind in Kind.values]


def enabled_kinds() -> frozenset[str]:
    """The providers that are asked. One SQL statement."""
    rows = Provider.objects.filter(is_enabled=True).exclude(url="")
    return frozenset(rows.values_list("kind", flat=True))


def is_enabled(kind: str) -> bool:
    """Is this provider asked?"""
    return Provider.objects.filter(kind=kind, is_enabled=True).exclude(url="").exists()


@dataclass(frozen=True, slots=True)
class Asked:
    """What a page needs to know before it asks anybody."""

    kinds: frozenset[str]
    cookie: str = ""  # of single sign-on; "" without


def asked() -> Asked:
    """Which providers are asked. Remembered for some seconds, so that it costs a page nothing."""
    found: Asked | None = cache.get(_CACHED)
    if found is None:
        rows = {row.kind: row for row in Provider.objects.filter(is_enabled=True).exclude(url="")}
        login = rows.get(Kind.LOGIN)
        found = Asked(frozenset(rows), login.cookie_name if login and login.cookie_secret else "")
        cache.set(_CACHED, found, _SECONDS)
    return found


def is_asked(kind: str) -> bool:
    """As `is_enabled`, without a statement most of the time."""
    return kind in asked().kinds


def forget_asked() -> None:
    """After a change of a provider."""
    cache.delete(_CACHED)


def login_name(person: User) -> str:
    """What the login provider calls this customer, else the own user name; "" for one without an account."""
    link = LoginLink.objects.filter(user=person).values_list("name", flat=True).first()
    return link or (person.username if person.has_account else "")


def health(kind: str) -> Health:
    """How the circuit breaker stands."""
    return Health.objects.filter(kind=kind).first() or Health(kind=kind)


def address_key(url: str) -> str:
    """What a description is stored under."""
    return hashlib.sha256(url.encode()).hexdigest()


def description(url: str) -> Description | None:
    """The description as it was last read, expired or not."""
    return Description.objects.filter(address=address_key(url)).first()


def calls_page(
    *,
    kinds: tuple[str, ...] = (),
    reasons: tuple[str, ...] = (),
    slower_than_ms: int = 0,
    ticket_number: str = "",
    cursor: str = "",
    size: int = 50,
) -> Page[Call]:
    """The log, newest first. Raises BadCursorError."""
    rows: QuerySet[Call] = Call.objects.all()
    if kinds:
        rows = rows.filter(kind__in=kinds)
    if reasons:
        rows = rows.filter(reason__in=["" if reason == "ok" else reason for reason in reasons])
    if slower_than_ms:
        rows = rows.filter(ms__gt=slower_than_ms)
    if ticket_number:
        rows = rows.filter(ticket_number=ticket_number)
    return page(rows, "at", size=size, cursor=cursor)


def call_row(call_id: int) -> Call:
    """Raises Http404."""
    return get_object_or_404(Call, pk=call_id)


def calls_since(at: datetime) -> int:
    """How many calls were made since then."""
    return Call.objects.filter(at__gte=at).count()


def lately(kind: str) -> Lately:
    """The last calls of a provider; a test that failed says nothing of it. One SQL statement by index."""
    rows = Call.objects.filter(Q(is_test=False) | Q(reason__in=ANSWERED), kind=kind)
    rows = rows.exclude(reason=Call.Reason.OPEN).order_by("-id")
    found = list(rows.values_list("reason", "ms")[:LATELY])
    if not found:
        return Lately()
    failures = sum(1 for reason, _ms in found if reason not in ANSWERED)
    return Lately(len(found), failures, found[0][0], found[0][1])


def rules_that_notify() -> int:
    """How many enabled rules want the events provider told. One SQL statement."""
    rules = Rule.objects.filter(is_enabled=True).values_list("actions", flat=True)
    return sum(1 for actions in rules if any(action.get("type") == NOTIFY for action in actions))


def usual_ms(kind: str, since: datetime) -> int:
    """95 of 100 answered calls since then took no longer; 0 when there were none. Looks at 1000 at most."""
    rows = Call.objects.filter(kind=kind, at__gte=since, reason__in=ANSWERED).order_by("-id")
    times = sorted(rows.values_list("ms", flat=True)[:1000])
    return times[min(len(times) - 1, len(times) * 95 // 100)] if times else 0
