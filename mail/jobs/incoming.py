"""Mail in."""

import time
from functools import partial

from celery import shared_task
from django.utils.translation import gettext_lazy as _

from clustering import fence
from clustering.threads import background_thread
from common.clock import database_now
from mail import services
from mail.jobs import fanout
from mail.selectors.accounts import due_mail_accounts
from mail.selectors.inbound import due_inbound

_BATCH = 200
_SECONDS = 45


@background_thread("mail.fetch", every=2, queue="mail", said=_("Mail in: fetching"))
def fetch() -> int:
    """Looks into the mailboxes whose turn it is, each in a thread of its own."""
    return _fetch()


def _fetch() -> int:
    due = due_mail_accounts(database_now())
    started = [fanout.start(f"fetch-{pk}", partial(services.poll_account, pk)) for pk in due]
    return sum(1 for thread in started if thread is not None)


@background_thread("mail.handle", every=5, queue="mail", said=_("Mail in: handling"))
def handle() -> int:
    """Handles mail that was kept but not handled: after a crash, or when its next try has come."""
    return _handle()


def _handle() -> int:
    services.release_ousted()
    end = time.monotonic() + _SECONDS
    handled = 0
    for mail_id in due_inbound(database_now(), limit=_BATCH):
        if time.monotonic() > end:
            break
        services.handle(mail_id)
        handled += 1
    return handled


@shared_task(name="mail.jobs.fetch_due", ignore_result=True)
def fetch_due() -> int:
    """A wake-up: an account was made or changed."""
    return _fetch() if fence.current().mine else 0


@shared_task(name="mail.jobs.handle_due", ignore_result=True)
def handle_due() -> int:
    """A wake-up: mail is to be tried again."""
    return _handle() if fence.current().mine else 0


@shared_task(name="mail.jobs.poll_account", ignore_result=True)
def poll_account(account_id: int) -> bool:
    """Looks into one mailbox now, if it is its turn."""
    work = partial(services.poll_account, account_id)
    return fence.current().mine and fanout.start(f"fetch-{account_id}", work) is not None
