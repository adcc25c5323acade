"""Step 4: the first mail account, both directions at once."""

from common.actor import Actor
from common.unit import write
from mail.models import MailAccount, SmtpAccount
from mail.services import save_account


@write
def save_mail(*, box: MailAccount, server: SmtpAccount, actor: Actor) -> None:
    """Makes or changes both. Mail that waits for a server goes out by it."""
    save_account(box, actor=actor)
    save_account(server, actor=actor)
