"""A message on its way out: undo, send now, try again, and what became of it."""

from django.utils.translation import gettext as _

from accounts.models import User
from common.actor import Actor
from common.realtime import signal
from common.unit import write
from mail import services as mail
from mail.registry import Delivery
from tickets.errors import TooLateError
from tickets.models import Attachment, Draft, Message, Status, Ticket
from tickets.services import mailing
from tickets.services.change import Change, changing
from tickets.services.moving import move
from tickets.services.state import move_status


@write
def undo_send(message: Message, *, actor: Actor) -> Draft:
    """Takes a message back that has not left; its text is a draft again. Raises TooLateError."""
    with changing(message.ticket, actor) as change:
        if message.delivery != Message.Delivery.QUEUED or not mail.cancel(
            owner_kind=mailing.OWNER, owner_id=message.pk
        ):
            raise TooLateError(_("The message has already left."))
        Message.objects.filter(pk=message.pk).update(delivery=Message.Delivery.UNDONE)
        draft = _as_draft(message)
        change.set(replies_out=max(0, change.ticket.replies_out - 1))
        change.record("message.undone", seq=message.seq)
        _back(change, message.why.get("undo", {}))
    message.delivery = Message.Delivery.UNDONE
    return draft


def _as_draft(message: Message) -> Draft:
    if message.author is None:
        raise TooLateError(_("Its author is gone; the message cannot become a draft."))
    draft, _made = Draft.objects.update_or_create(
        ticket_id=message.ticket_id,
        agent=message.author,
        mode=Draft.Mode.REPLY if message.kind == Message.Kind.MESSAGE else Draft.Mode.FORWARD,
        defaults={"html": message.html, "to": message.to, "cc": message.cc, "saved_at": message.created_at},
    )
    Attachment.objects.filter(message=message).update(message=None, ticket=None, uploaded_by=message.author)
    return draft


def _back(change: Change, before: dict[str, int]) -> None:
    """Status and agent as they were before the message, unless somebody changed them since."""
    if "agent" in before and change.ticket.agent_id != before["agent"]:
        move(change, group=None, agent=User.objects.filter(pk=before["agent"], is_agent=True).first())
    if "status" in before and change.ticket.status == Status.WAITING:
        move_status(change, before["status"])


@write
def send_now(message: Message, *, actor: Actor) -> None:
    """Drops the rest of the delay. A message that has left is no error."""
    mail.send_now(owner_kind=mailing.OWNER, owner_id=message.pk)


@write
def retry_send(message: Message, *, actor: Actor) -> None:
    """Queues a failed message once more; one that has not failed stays as it is.

    Raises TooLateError for one that the server took and somebody sent back: it would only come back again.
    """
    if message.delivery != Message.Delivery.FAILED:
        return
    mails = mail.outbound_for_owner(mailing.OWNER, message.pk)
    rows = [row for row in mails if row.state == row.State.FAILED]
    if not rows:
        raise TooLateError(_("The message has already left."))
    for row in rows:
        mail.retry_outbound(mail=row, actor=actor)
    Message.objects.filter(pk=message.pk).update(delivery=Message.Delivery.QUEUED, delivery_error="")
    signal(f"ticket:{message.ticket_id}", "delivery", {"seq": message.seq})
    signal(f"public:{message.ticket_id}", "public")


@write
def delivered(delivery: Delivery) -> None:
    """What the mail queue says of one of our messages; runs in the transaction that changes the mail."""
    if delivery.state == "retrying":
        return
    rows = Message.objects.filter(pk=delivery.owner_id)
    state = Message.Delivery.SENT if delivery.state == "sent" else Message.Delivery.FAILED
    rows.update(delivery=state, delivery_error="" if delivery.state == "sent" else delivery.said[:2000])
    message = rows.first()
    if message is None:
        return
    signal(f"ticket:{message.ticket_id}", "delivery", {"seq": message.seq})
    signal(f"public:{message.ticket_id}", "public")
    if state == Message.Delivery.FAILED:
        with changing(Ticket(pk=message.ticket_id), Actor("node", 0, "")) as change:
            people = ", ".join(delivery.recipients)
            change.record("message.failed", seq=message.seq, to=people, said=delivery.said[:300])
