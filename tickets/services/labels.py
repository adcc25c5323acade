"""Tags: free words, made when first used."""

from common.actor import Actor
from common.unit import write
from tickets.models import Tag, Ticket, TicketTag
from tickets.services.change import changing


def clean(name: str) -> str:
    """A tag as it is kept: lower case, one space, at most 40 characters; empty when nothing is left."""
    return " ".join(name.replace(",", " ").replace("\0", "").lower().split())[:40]


def give(ticket: Ticket, names: tuple[str, ...]) -> list[str]:
    """Adds tags to a ticket that is being opened, without a word in the history; returns them in order."""
    wanted = sorted(set(filter(None, map(clean, names))))
    if not wanted:
        return []
    Tag.objects.bulk_create([Tag(name=name) for name in wanted], ignore_conflicts=True)
    tags = Tag.objects.filter(name__in=wanted)
    TicketTag.objects.bulk_create([TicketTag(ticket=ticket, tag=tag) for tag in tags], ignore_conflicts=True)
    return wanted


@write
def add_tag(ticket: Ticket, *, actor: Actor, name: str) -> None:
    """Adds a tag; one that is there stays."""
    wanted = clean(name)
    if not wanted:
        return
    with changing(ticket, actor) as change:
        if TicketTag.objects.filter(ticket=change.ticket, tag__name=wanted).exists():
            return
        give(change.ticket, (wanted,))
        change.record("ticket.tag_added", tag=wanted)


@write
def remove_tag(ticket: Ticket, *, actor: Actor, name: str) -> None:
    """Takes a tag away; one that is not there is no error."""
    with changing(ticket, actor) as change:
        deleted, _rows = TicketTag.objects.filter(ticket=change.ticket, tag__name=clean(name)).delete()
        if deleted:
            change.record("ticket.tag_removed", tag=clean(name))
