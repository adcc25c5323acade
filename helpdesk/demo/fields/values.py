"""What tickets and Cleo hold."""

import random
from collections.abc import Iterator
from datetime import UTC, timedelta
from decimal import Decimal
from typing import Any

from accounts.models import User, UserValue
from common import search
from common.actor import SYSTEM
from customfields import services
from customfields.models import Field
from helpdesk.demo.company import NORTHWIND, OFFICES
from helpdesk.demo.fields.asked import (
    ADDRESSES,
    AMOUNT,
    CAUSE,
    CAUSES,
    CREDIT,
    DOMAIN,
    INVOICE,
    PAID,
    PRODUCT,
    PRODUCTS,
    SINCE,
)
from tickets.models import Ticket, TicketValue

_SHARE = 0.7  # of tickets that carry values


_WORDS = (
    "garden",
    "harbour",
    "lantern",
    "meadow",
    "orchard",
    "pepper",
    "quarry",
    "sparrow",
    "tinder",
    "willow",
)


def fill(rng: random.Random) -> None:
    """Gives a part of the tickets values, and Cleo hers."""
    ids = {field.name: field.pk for field in Field.objects.all()}
    departments = [office.name for office in OFFICES if office.name in ("Support", "Billing")]
    tickets = Ticket.objects.filter(department__name__in=departments, department__brand__name=NORTHWIND)
    for ticket in tickets.select_related("department").order_by("id"):
        if rng.random() > _SHARE:
            continue
        told = _support(rng, ticket) if ticket.department.name == "Support" else _billing(rng, ticket)
        values = {ids[name]: value for name, value in told if name in ids}
        changes = services.save(TicketValue, ticket, values, actor=SYSTEM)
        words = services.searchable(changes)
        search.append("ticket", ticket.pk, scope=ticket.group_id, at=ticket.updated_at, texts=words)
    cleo = User.objects.get(username="cleo")
    hers = {
        "Domains": "marsh-daughters.example\nmarsh-shop.example",
        "Service level": "Business",
        "Contract": "NW-4126",
    }
    services.save(
        UserValue, cleo, {ids[name]: value for name, value in hers.items() if name in ids}, actor=SYSTEM
    )


def _support(rng: random.Random, ticket: Ticket) -> Iterator[tuple[str, Any]]:
    host = f"{rng.choice(_WORDS)}-{rng.choice(_WORDS)}.example"
    yield PRODUCT.name, rng.choice(PRODUCTS)
    yield DOMAIN.name, host
    if rng.random() < 0.6:
        since = ticket.created_at - timedelta(hours=rng.randrange(1, 30))
        yield SINCE.name, since.astimezone(UTC).replace(minute=0, second=0, microsecond=0)
    if rng.random() < 0.3:
        yield (
            ADDRESSES.name,
            "\n".join(f"{name}@{host}" for name in rng.sample(("info", "shop", "team", "jobs"), 2)),
        )
    if not ticket.is_open:
        yield CAUSE.name, rng.choice(CAUSES)


def _billing(rng: random.Random, ticket: Ticket) -> Iterator[tuple[str, Any]]:
    yield INVOICE.name, f"NW-2026-{rng.randrange(10_000, 99_999)}"
    yield AMOUNT.name, Decimal(rng.randrange(500, 60_000)) / 100
    if rng.random() < 0.5:
        yield PAID.name, (ticket.created_at - timedelta(days=rng.randrange(1, 20))).date()
    if not ticket.is_open:
        yield CREDIT.name, Decimal(rng.choice((0, 0, 0, 5, 10, 25)))
