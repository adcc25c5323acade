"""Django's e-mail backend: what any part of the product sends becomes a row in the current transaction."""

from collections.abc import Sequence
from email.utils import formataddr, parseaddr

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

from common import files
from common.site import Site, current
from mail import message_ids
from mail.classify import OWN_HEADER
from mail.services import queue_raw

OWNER = "mail"


class QueueBackend(BaseEmailBackend):
    """Sends nothing itself; the brand is that of the request or job."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Queues the messages and says how many."""
        site = current()
        return sum(1 for message in email_messages if _queue(message, site))


def _queue(message: EmailMessage, site: Site) -> bool:
    recipients = [parseaddr(item)[1] for item in message.recipients()]
    if not any(recipients):
        return False
    if not message.from_email or message.from_email == settings.DEFAULT_FROM_EMAIL:
        message.from_email = formataddr((site.sender_name, site.sender_address))
    sender = parseaddr(message.from_email)[1]
    message_id = message_ids.make(OWNER, 0, sender)
    message.extra_headers = {
        "Auto-Submitted": "auto-generated",
        "X-Auto-Response-Suppress": "All",
        **message.extra_headers,
        "Message-ID": f"<{message_id}>",
        OWN_HEADER.title(): message_id,
    }
    raw = message.message().as_bytes()
    queue_raw(
        raw=files.store(raw),
        sender=sender,
        recipients=[item for item in recipients if item],
        subject=str(message.subject),
        message_id=message_id,
        brand_id=site.id,
    )
    return True
