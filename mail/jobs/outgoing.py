"""Mail out."""

from functools import partial

from celery import shared_task
from django.utils.translation import gettext_lazy as _

from clustering import fence
from clustering.threads import background_thread
from common.clock import database_now
from mail import services
from mail.jobs import fanout
from mail.selectors.outbound import due_smtp_accounts


@background_thread("mail.send", every=1, queue="mail", said=_("Mail out"))
def send() -> int:
    """Hands due mail over, each account in a thread of its own."""
    return _send()


def _send() -> int:
    services.release_expired()
    now = database_now()
    services.route_waiting()
    started = [
        fanout.start(f"send-{pk}", partial(services.send_account, pk)) for pk in due_smtp_accounts(now)
    ]
    return sum(1 for thread in started if thread is not None)


@shared_task(name="mail.jobs.send_due", ignore_result=True)
def send_due() -> int:
    """A wake-up: there is new mail."""
    return _send() if fence.current().mine else 0


@shared_task(name="mail.jobs.send_account", ignore_result=True)
def send_account(account_id: int) -> bool:
    """Sends what one account has to send now."""
    work = partial(services.send_account, account_id)
    return fence.current().mine and fanout.start(f"send-{account_id}", work) is not None
