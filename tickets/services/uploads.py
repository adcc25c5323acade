"""Files uploaded before their message exists: kept as rows without a ticket, named by signed tokens."""

import logging
from datetime import timedelta
from typing import BinaryIO

from django.conf import settings
from django.core import signing
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from common import files
from common.models import Blob
from common.unit import write
from tickets.errors import AlreadyUsedError, NotKeptError, TooBigError
from tickets.models import Attachment

logger = logging.getLogger(__name__)

_SALT = "tickets.upload"
KEEP_HOURS = 48


def upload(*, name: str, content: BinaryIO, size: int, by: User | None) -> Attachment:
    """Keeps a file for a message that is still written. `size` in bytes. Raises TooBigError, NotKeptError.

    The bytes go first, outside of any transaction: a storage may be slow.
    """
    limit = settings.MAX_ATTACHMENT_BYTES
    if size > limit:
        raise TooBigError(
            _("%(name)s has %(size)d MB, the limit is %(limit)d MB. Send a link to it instead.")
            % {"name": files.clean_name(name), "size": size // 1_000_000 + 1, "limit": limit // 1_000_000}
        )
    head = content.read(8192)
    content.seek(0)
    try:
        blob = files.write(content)
    except OSError as error:
        logger.exception("A file could not be kept")
        raise NotKeptError(
            _("%(name)s could not be kept: the storage does not work just now. Try again in a minute.")
            % {"name": files.clean_name(name)}
        ) from error
    kept = Attachment(name=files.clean_name(name), content_type=files.sniff(head, name), uploaded_by=by)
    return _note(kept, blob)


@write
def _note(attachment: Attachment, blob: Blob) -> Attachment:
    attachment.blob, attachment.size = files.row_of(blob), blob.size
    attachment.save(force_insert=True)
    return attachment


def token(attachment: Attachment) -> str:
    """What the form sends back in place of an id that could be guessed."""
    return signing.dumps(attachment.pk, salt=_SALT)


def open_tokens(tokens: list[str]) -> tuple[int, ...]:
    """The ids. Raises AlreadyUsedError for a token that is not ours or too old."""
    try:
        return tuple(
            int(signing.loads(text, salt=_SALT, max_age=KEEP_HOURS * 3600)) for text in tokens if text
        )
    except (signing.BadSignature, TypeError, ValueError) as error:
        raise AlreadyUsedError(_("A file was uploaded too long ago. Choose it again.")) from error


@write
def discard_upload(attachment_id: int) -> None:
    """Forgets a file that was not sent; its bytes go when nobody points to them any more."""
    Attachment.objects.filter(pk=attachment_id, message__isnull=True, ticket__isnull=True).delete()


@write
def prune_uploads() -> int:
    """Forgets uploads whose form was never sent."""
    old = timezone.now() - timedelta(hours=KEEP_HOURS)
    deleted, _rows = Attachment.objects.filter(ticket__isnull=True, created_at__lt=old).delete()
    return deleted
