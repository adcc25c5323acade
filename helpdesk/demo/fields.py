"""The custom fields of the demo company: what Support and Billing ask for, and what tickets hold."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, timedelta
from decimal import Decimal
from typing import Any

from accounts.models import User, UserValue
from common import search
from common.actor import SYSTEM
from common.unit import write
from customfields import services
from customfields.models import Field, Item, Kind, Template
from helpdesk.demo.company import NORTHWIND, OFFICES
from organization.models import Department
from tickets.models import Ticket, TicketValue

PRODUCTS = ("Web hosting", "VPS 4", "VPS 8 Business", "Dedicated server", "Domain", "Something else")
CAUSES = ("Our fault", "Customer’s settings", "Another provider", "Hardware", "Attack", "Question only")
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


@dataclass(frozen=True, slots=True)
class Asked:
    """A field and its line; `boxes` are letters: u users see, U must, a agents see, A must, c to close."""

    name: str
    kind: str
    step: str = Item.Step.REGULAR
    boxes: str = "ua"
    label: str = ""
    german: str = ""
    options: tuple[str, ...] = ()
    help: str = ""

    @property
    def switches(self) -> dict[str, bool]:
        letters = {
            "user_sees": "uU",
            "user_must": "U",
            "agent_sees": "aA",
            "agent_must": "A",
            "close_must": "c",
        }
        return {name: bool(set(of) & set(self.boxes)) for name, of in letters.items()}


PRODUCT = Asked(
    "Product/Domain", Kind.CHOICE, Item.Step.PRE, "Ua", "Product", "Produkt", PRODUCTS,
    "The plan as it stands on your invoice",
)  # fmt: skip
DOMAIN = Asked("Domain", Kind.TEXT, Item.Step.PRE, "ua", german="Domain", help="Such as example.com")
SINCE = Asked("Since when?", Kind.DATETIME, german="Seit wann?")
ADDRESSES = Asked("Affected addresses", Kind.TEXTAREA, german="Betroffene Adressen", help="One a line")
PHONE = Asked("Phone for questions", Kind.TEXT, german="Telefon für Rückfragen")
CAUSE = Asked("Cause", Kind.CHOICE, Item.Step.REGULAR, "a", german="Ursache", options=CAUSES)
CONTRACT = Asked("Contract", Kind.HIDDEN, Item.Step.REGULAR, "a")
INVOICE = Asked("Invoice", Kind.TEXT, Item.Step.PRE, "ua", "Invoice number", "Rechnungsnummer")
AMOUNT = Asked("Amount", Kind.NUMBER, german="Betrag", help="In euro")
PAID = Asked("Paid on", Kind.DATE, german="Bezahlt am")
CREDIT = Asked(
    "Credit given", Kind.NUMBER, Item.Step.REGULAR, "ac", german="Gutschrift", help="0 where none was due"
)
DOMAINS = Asked("Domains", Kind.TEXTAREA, Item.Step.REGULAR, "ua", german="Domains", help="One a line")
LEVEL = Asked(
    "Service level", Kind.CHOICE, Item.Step.REGULAR, "a", options=("Standard", "Business", "Round the clock")
)

SUPPORT = (PRODUCT, DOMAIN, SINCE, ADDRESSES, PHONE, CAUSE, CONTRACT)
BILLING = (INVOICE, AMOUNT, PAID, CREDIT, CONTRACT)
CUSTOMER = (DOMAINS, LEVEL, CONTRACT)


@write
def found() -> None:
    """Makes what is missing of templates and fields; a template that somebody made is left alone."""
    for name, asked in (("Support", SUPPORT), ("Billing", BILLING)):
        department = Department.objects.filter(brand__name=NORTHWIND, name=name).first()
        if department is not None and department.ticket_template_id is None:
            department.ticket_template = _template(Template.Of.TICKET, name, asked)
            department.save(update_fields=["ticket_template"])
    if not Template.objects.filter(default_of=Template.Of.CUSTOMER).exists():
        _template(Template.Of.CUSTOMER, "Customers", CUSTOMER, is_default=True)


def _template(kind: str, name: str, asked: tuple[Asked, ...], *, is_default: bool = False) -> Template:
    template = services.create_template(kind=kind, name=name, actor=SYSTEM, is_default=is_default)
    for one in asked:
        services.add_item(template=template, field=_field(one), actor=SYSTEM, step=one.step, **one.switches)
    return template


def _field(asked: Asked) -> Field:
    known = Field.objects.filter(name=asked.name).first()
    return known or services.create_field(
        name=asked.name,
        kind=asked.kind,
        label=asked.label,
        labels={"de": asked.german},
        options=asked.options,
        help=asked.help,
        actor=SYSTEM,
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
