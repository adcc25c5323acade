"""A notice to an agent: a line in the bell menu and, if wanted, a mail; once a fact."""

from collections.abc import Iterable

from accounts.models import User
from common.models import OutboxRow
from common.unit import write
from mail import services as mail
from organization.models import Group
from tickets.models import Notification, Ticket
from tickets.selectors.links import agent_link
from tickets.services import desk, mailing

_TEMPLATES = {
    Notification.Kind.ASSIGNED: "notify_assigned",
    Notification.Kind.CUSTOMER_REPLIED: "notify_customer_replied",
    Notification.Kind.FOLLOW_UP: "notify_follow_up",
    Notification.Kind.RULE: "notify_rule",
}


def wants(user: User, kind: str, way: str) -> bool:
    """Does the person want notices of this kind by "page" or "mail"? Both are on until switched off."""
    value: bool = user.preferences.get(f"notify_{kind}_{way}", True)
    return value


@write
def tell(fact: OutboxRow, user_id: int, kind: Notification.Kind) -> None:
    """Idempotent by (person, fact): the notification row is the mark."""
    user = User.objects.filter(pk=user_id, is_active=True, is_agent=True).first()
    if user is None:
        return
    fresh = desk.notify(user_id, ticket_id=fact.item_id, kind=kind, by=_by(fact), fact_id=fact.pk)
    if fresh and user.email and wants(user, kind, "mail"):
        _mail(fact, user, kind)
    if fresh and not wants(user, kind, "page"):
        desk.read_fact(user, fact.pk)


@write
def say(
    fact: OutboxRow,
    user_ids: Iterable[int],
    *,
    text: str,
    by: str,
    delivery_id: int,
    in_page: bool = True,
    by_mail: bool = False,
) -> None:
    """What a rule wants agents to know; once a person and delivery."""
    for user in User.objects.filter(pk__in=list(user_ids), is_active=True, is_agent=True).order_by("pk"):
        if in_page:
            desk.notify(
                user.pk,
                ticket_id=fact.item_id,
                kind=Notification.Kind.RULE,
                by=by,
                fact_id=fact.pk,
                text=text,
                delivery_id=delivery_id,
            )
        if by_mail and user.email:
            _mail(fact, user, Notification.Kind.RULE, by=by, text=text)


def _by(fact: OutboxRow) -> str:
    return fact.actor_label if fact.actor_kind == "person" else ""


def _mail(
    fact: OutboxRow, user: User, kind: Notification.Kind, *, by: str = "", text: str | None = None
) -> None:
    ticket = Ticket.objects.filter(pk=fact.item_id).first()
    if ticket is None:
        return
    site = Group.objects.select_related("department__brand").get(pk=ticket.group_id).department.brand.site
    rendered = mail.render(
        _TEMPLATES[kind],
        brand=site,
        language=user.language or site.language,
        variables={
            "TICKETNUMBER": ticket.number,
            "SUBJECT": ticket.subject,
            "AGENTNAME": user.name,
            "ACTORNAME": by or _by(fact),
            "CUSTOMERNAME": fact.args["customerName"],
            "MESSAGE": (fact.args.get("message", "") or ticket.snippet) if text is None else text,
            "TICKETLINK": agent_link(ticket, site),
        },
    )
    mail.queue(
        owner_kind="ticket_notice",
        owner_id=fact.pk,
        to=[mailing.address(user)],
        subject=rendered.subject,
        text=rendered.text,
        html=rendered.html,
        brand_id=site.id,
        site=site,
        automatic=True,
    )
