"""Proofs: what is derived is what it should be; and the repair where it is not."""

from collections.abc import Iterable, Iterator

from django.db.models import Count

from common import counters, search
from common.models import SearchDocument
from common.unit import write
from customfields.selectors import searched
from tickets.models import Message, Ticket, TicketValue
from tickets.selectors.counts import COUNTER


def true_counts() -> dict[counters.Key, int]:
    """Open tickets by group, agent and status, counted from the tickets themselves."""
    rows = Ticket.objects.filter(shelf=Ticket.Shelf.OPEN).values_list("group_id", "agent_id", "status")
    return {(g, a, s): n for g, a, s, n in rows.annotate(n=Count("id")).order_by()}


def count_differences() -> list[tuple[counters.Key, int, int]]:
    """Key, kept count, true count, where they differ."""
    kept, true = counters.totals(COUNTER), true_counts()
    keys = sorted(kept.keys() | true.keys())
    return [(key, kept.get(key, 0), true.get(key, 0)) for key in keys if kept.get(key, 0) != true.get(key, 0)]


@write
def recount() -> None:
    """Sets the counts anew from the tickets."""
    counters.replace(COUNTER, true_counts())


def document_texts(ticket: Ticket, messages: list[Message], values: Iterable[str] = ()) -> list[str]:
    """All texts of a ticket's search document, about in the order in which services add them.

    `values` are those of its custom fields that are searched.
    """
    first = messages[0] if messages else None
    texts = [ticket.number, ticket.subject, ticket.requester.name, ticket.requester.email]
    texts += [first.text if first else "", *values]
    for message in messages[1:]:
        texts += [message.text, message.author_name, message.author_email]
    return texts


def tickets_with_words(batch: int = 500, *, after: int = 0) -> Iterator[tuple[Ticket, str]]:
    """Every ticket with the words its document should hold at least, by id."""
    while True:
        rows = list(Ticket.objects.select_related("requester").filter(pk__gt=after).order_by("id")[:batch])
        if not rows:
            return
        after = rows[-1].pk
        parts: dict[int, list[Message]] = {}
        for message in Message.objects.filter(ticket__in=rows).order_by("ticket", "seq"):
            parts.setdefault(message.ticket_id, []).append(message)
        values = searched(TicketValue, [ticket.pk for ticket in rows])
        for ticket in rows:
            texts = document_texts(ticket, parts.get(ticket.pk, []), values.get(ticket.pk, ()))
            yield ticket, search.document(*texts)


def document_differs(ticket: Ticket, words: str, document: SearchDocument | None) -> bool:
    """Is the stored document missing, in the wrong scope, or without words of the ticket?"""
    if document is None or document.scope != ticket.group_id:
        return True
    return not set(words.split()) <= set(document.words.split())


@write
def reindex_one(ticket: Ticket, words: str) -> None:
    """Writes one document anew from words that are normalized already."""
    SearchDocument.objects.update_or_create(
        kind="ticket",
        item_id=ticket.pk,
        defaults={"scope": ticket.group_id, "at": ticket.updated_at, "words": words},
    )
