"""One worker an account: claimed by a lease in the database's time, given back with how it went."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta
from functools import partial
from typing import TypeVar

from django.db import IntegrityError, transaction
from django.db.models import F

from common.actor import Actor
from common.clock import database_now
from common.patience import AWAY, when_it_answers
from common.unit import FenceError, write
from events.services import publish
from mail import facts
from mail.errors import TransportError
from mail.models import MailAccount, MailHourly, SmtpAccount
from mail.services import holder

LEASE_SECONDS = 120
MAX_PAUSE_SECONDS = 900
Account = TypeVar("Account", MailAccount, SmtpAccount)
_NODE = Actor("node", 0, "")


@write
def claim(model: type[Account], account_id: int) -> Account | None:
    """The account, for this process alone; None when it is another's, switched off, or not yet its turn."""
    now = database_now()
    rows = model._default_manager.select_for_update()
    account = rows.filter(pk=account_id, is_active=True).first()
    if account is None or (account.next_at is not None and account.next_at > now):
        return None
    is_held = account.claimed_until is not None and account.claimed_until > now
    if is_held and not holder.is_ousted(account.claimed_by):
        return None
    account.claim += 1
    account.claimed_by = holder.me()
    account.claimed_until = now + timedelta(seconds=LEASE_SECONDS)
    account.save(update_fields=["claim", "claimed_by", "claimed_until"])
    return account


@contextmanager
def given_back(account: MailAccount | SmtpAccount) -> Iterator[None]:
    """When the database goes away in the middle, the claim is over as soon as it is back."""
    try:
        yield
    except AWAY:
        with suppress(FenceError):
            when_it_answers(partial(_give_back, account), seconds=LEASE_SECONDS)
        raise


@write
def _give_back(account: MailAccount | SmtpAccount) -> None:
    rows = type(account)._default_manager.filter(pk=account.pk, claim=account.claim)
    rows.update(claimed_until=None, claimed_by="")


@write
def renew(account: MailAccount | SmtpAccount, *, seconds: int = LEASE_SECONDS) -> bool:
    """Keeps the claim for longer; False when it is lost."""
    rows = type(account)._default_manager.filter(pk=account.pk, claim=account.claim)
    return bool(rows.update(claimed_until=database_now() + timedelta(seconds=seconds)))


@write
def done(account: MailAccount | SmtpAccount, *, next_in: float, good: int = 0, waiting: int = 0) -> None:
    """It went well; the account's next turn comes after `next_in` seconds."""
    now = database_now()
    values = {
        "claimed_until": None,
        "claimed_by": "",
        "last_ok_at": now,
        "failures": 0,
        "last_error": "",
        "next_at": now + timedelta(seconds=next_in),
    }
    if isinstance(account, MailAccount):
        values["waiting"] = waiting
    type(account)._default_manager.filter(pk=account.pk, claim=account.claim).update(**values)
    if good:
        count(account, good=good, now=now)


@write
def failed(account: MailAccount | SmtpAccount, error: TransportError, *, base_seconds: int) -> None:
    """It went wrong: a longer and longer pause, and a fact when it begins to fail."""
    now = database_now()
    rows = type(account)._default_manager.select_for_update().filter(pk=account.pk, claim=account.claim)
    row = rows.first()
    if row is None:
        return
    pause = min(MAX_PAUSE_SECONDS, base_seconds * 2 ** min(row.failures, 10))
    row.claimed_until, row.claimed_by = None, ""
    row.failures += 1
    row.last_error, row.last_error_at = f"{error.step}: {error.said}"[:2000], now
    row.next_at = now + timedelta(seconds=pause)
    row.save()
    count(row, bad=1, now=now)
    if row.failures == 1:
        _publish(row, error)


def count(account: MailAccount | SmtpAccount, *, now: datetime, good: int = 0, bad: int = 0) -> None:
    """Adds to the hour's counters. Joins the unit."""
    hour = now.replace(minute=0, second=0, microsecond=0)
    direction = "in" if isinstance(account, MailAccount) else "out"
    rows = MailHourly.objects.filter(direction=direction, account_id=account.pk, hour=hour)
    if rows.update(good=F("good") + good, bad=F("bad") + bad):
        return
    try:
        with transaction.atomic():
            MailHourly.objects.create(
                direction=direction, account_id=account.pk, hour=hour, good=good, bad=bad
            )
    except IntegrityError:  # another process made it first
        rows.update(good=F("good") + good, bad=F("bad") + bad)


def names(account: MailAccount | SmtpAccount, error: str) -> dict[str, str | int]:
    """What every fact about an account says. Joins the unit."""
    department = account.department
    brand = department.brand if department is not None else getattr(account, "brand", None)
    return {
        "accountId": account.pk,
        "accountAddress": str(account),
        "server": account.server,
        "departmentId": department.pk if department is not None else 0,
        "departmentName": department.name if department is not None else "",
        "brandId": brand.pk if brand is not None else 0,
        "brandName": brand.name if brand is not None else "",
        "failures": account.failures,
        "error": error[:500],
    }


def _publish(account: MailAccount | SmtpAccount, error: TransportError) -> None:
    common = names(account, error.said)
    is_login = error.step == "login"
    if isinstance(account, SmtpAccount):
        kind = facts.SmtpLoginFailed if is_login else facts.SmtpConnectionFailed
        publish(kind(**common), actor=_NODE)  # type: ignore[arg-type]  # names() has the fields' types
    elif error.step == "fetch":
        publish(facts.PopDownloadFailed(**common, messages=account.waiting), actor=_NODE)  # type: ignore[arg-type]  # as above
    else:
        pop = facts.PopLoginFailed if is_login else facts.PopConnectionFailed
        publish(pop(**common), actor=_NODE)  # type: ignore[arg-type]  # as above
