"""Values of every type: written, read back, found, and told in the history; all in a constant number of
statements."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import UserValue
from common.actor import SYSTEM
from common.audit import history
from customfields import selectors, services, text
from customfields.errors import CustomFieldsError
from customfields.models import Kind
from organization.models import BrandValue
from tests.factories.accounts import CustomerFactory
from tests.factories.customfields import field, line, template
from tests.factories.organization import BrandFactory
from tests.factories.tickets import TicketFactory
from tickets.models import TicketValue

pytestmark = pytest.mark.django_db

VALUES: dict[str, Any] = {
    Kind.TEXT: "Ærø 北京 🙂",
    Kind.TEXTAREA: "first line\nsecond line",
    Kind.NUMBER: Decimal("-123456789012345678.123456"),
    Kind.DATE: date(2026, 3, 31),
    Kind.DATETIME: datetime(2026, 3, 31, 14, 30, tzinfo=UTC),
    Kind.BOOL: True,
    Kind.CHOICE: "VPS 8 Business",
    Kind.MULTI: ("Mail", "Web, and more", "Ünder"),
    Kind.URL: "https://example.com/a?b=c#d",
    Kind.EMAIL: "ann@example.org",
    Kind.HIDDEN: "4126",
}


def save(ticket: Any, values: dict[int, Any], **more: Any) -> list[services.Change]:
    return services.save(TicketValue, ticket, values, actor=SYSTEM, **more)


def stored(ticket: Any) -> dict[str, Any]:
    return {one.name: one.value for one in selectors.values_of(TicketValue, ticket).values()}


def test_every_type_has_its_example() -> None:
    assert VALUES.keys() == set(Kind.values)


@pytest.mark.parametrize("kind", Kind.values)
def test_a_value_comes_back_as_it_was(kind: str) -> None:
    made, ticket = field("What is it", kind), TicketFactory.create()
    save(ticket, {made.pk: VALUES[kind]})
    assert stored(ticket) == {"What is it": VALUES[kind]}
    (one,) = selectors.values_of(TicketValue, ticket).values()
    assert text.parse(made, one.wire) == VALUES[kind]
    assert one.said


@pytest.mark.parametrize("kind", Kind.values)
def test_items_are_found_by_a_value(kind: str) -> None:
    made, ticket, other = field("What is it", kind), TicketFactory.create(), TicketFactory.create()
    save(ticket, {made.pk: VALUES[kind]})
    wanted = VALUES[kind][1:2] if kind == Kind.MULTI else VALUES[kind]
    assert list(selectors.owners_with(TicketValue, made, wanted)) == [ticket.pk]
    assert other.pk not in selectors.owners_with(TicketValue, made, None)


def test_long_text_is_kept_whole() -> None:
    made, ticket = field("Addresses", Kind.TEXTAREA), TicketFactory.create()
    long = "\n".join(f"adresse{n}@straße.example" for n in range(400))
    save(ticket, {made.pk: long})
    assert stored(ticket) == {"Addresses": long}
    save(ticket, {made.pk: "short"})
    assert stored(ticket) == {"Addresses": "short"}
    assert TicketValue.objects.get(ticket=ticket).long == ""


def test_only_what_changed_is_told() -> None:
    domain, since = field("Domain"), field("Since when?", Kind.DATE)
    ticket = TicketFactory.create()
    save(ticket, {domain.pk: "a.example", since.pk: date(2026, 1, 2)}, item_kind="ticket")
    changes = save(ticket, {domain.pk: "b.example", since.pk: date(2026, 1, 2)}, item_kind="ticket")
    assert [(one.name, one.old, one.new) for one in changes] == [("Domain", "a.example", "b.example")]
    assert save(ticket, {domain.pk: "b.example"}, item_kind="ticket") == []
    told = [entry.data["fields"] for entry in history("ticket", ticket.pk).filter(action="fields.changed")]
    assert told == [
        [["Domain", "", "a.example"], ["Since when?", "", "2026-01-02"]],
        [["Domain", "a.example", "b.example"]],
    ]


def test_none_takes_a_value_away_and_the_rest_stays() -> None:
    domain, product = field("Domain"), field("Product")
    ticket = TicketFactory.create()
    save(ticket, {domain.pk: "a.example", product.pk: "VPS 4", 99_999: "ignored"})
    save(ticket, {domain.pk: None})
    assert stored(ticket) == {"Product": "VPS 4"}


def test_a_box_that_was_never_ticked_is_no_value() -> None:
    box, ticket = field("By phone", Kind.BOOL), TicketFactory.create()
    assert save(ticket, {box.pk: False}) == []
    save(ticket, {box.pk: True})
    save(ticket, {box.pk: False})
    assert stored(ticket) == {"By phone": False}


def test_each_owner_has_its_own_table() -> None:
    contract, brand, cleo = field("Contract"), BrandFactory.create(), CustomerFactory.create()
    services.save(BrandValue, brand, {contract.pk: "B-1"}, actor=SYSTEM)
    services.save(UserValue, cleo, {contract.pk: "C-1"}, actor=SYSTEM)
    assert selectors.values_of(BrandValue, brand)[contract.pk].value == "B-1"
    assert selectors.values_of(UserValue, cleo.pk)[contract.pk].value == "C-1"
    assert set(selectors.tables()) == {"ticket", "customer", "brand", "group"}


def ours(queries: CaptureQueriesContext) -> int:
    """The fence of a unit now and then asks for itself."""
    return sum("customfields_" in one["sql"] or "ticketvalue" in one["sql"] for one in queries)


def statements(count: int) -> dict[str, int]:
    """What a template of so many fields costs."""
    of = template(name=f"With {count}")
    ids = [line(of, f"{count} field {n}", is_searchable=True).field_id for n in range(count)]
    tickets = TicketFactory.create_batch(3)
    cost = {}
    with CaptureQueriesContext(
        connection,
    ) as queries:
        save(tickets[0], {one: f"value {one}" for one in ids}, item_kind="ticket")
    cost["save"] = ours(queries)
    with CaptureQueriesContext(connection) as queries:
        save(tickets[0], {one: f"changed {one}" for one in ids}, item_kind="ticket")
    cost["change"] = ours(queries)
    with CaptureQueriesContext(connection) as queries:
        assert len(selectors.items_of(of)) == count
        assert len(selectors.values_of(TicketValue, tickets[0])) == count
        assert len(selectors.values_of_many(TicketValue, [one.pk for one in tickets])) == 1
        assert len(selectors.searched(TicketValue, [tickets[0].pk])[tickets[0].pk]) == count
    cost["read"] = ours(queries)
    return cost


def test_the_number_of_fields_costs_no_statement() -> None:
    assert statements(30) == statements(2)
    assert statements(3)["read"] == 4


def test_names_count_letter_for_letter() -> None:
    plan, ticket_type = field("Plan Type"), field("ticket type", Kind.CHOICE, options=["phone ticket"])
    named = selectors.read_names(
        {"Plan Type": "ASP.NET", "ticket type": "phone ticket", "plan type": "x", "Billing ID": "4126"}
    )
    assert named.values == {plan.pk: "ASP.NET", ticket_type.pk: "phone ticket"}
    assert sorted(named.unknown) == ["Billing ID", "plan type"]
    assert selectors.by_names({"PLAN TYPE": "x"}) == {}


def test_wrong_texts_are_named_and_left_out() -> None:
    since, amount = field("Since", Kind.DATE), field("Amount", Kind.NUMBER)
    named = selectors.read_names({"Since": "tomorrow", "Amount": "12,50"})
    assert named.values == {amount.pk: Decimal("12.5")}
    assert "Since" in named.wrong["Since"]
    assert since.pk not in selectors.by_names({"Since": "31.02.2026"})


@pytest.mark.parametrize(
    ("kind", "wrong"),
    [
        (Kind.NUMBER, "twelve"),
        (Kind.NUMBER, "1.2.3"),
        (Kind.NUMBER, "NaN"),
        (Kind.NUMBER, "1e40"),
        (Kind.NUMBER, "0.1234567"),
        (Kind.DATE, "2026-02-31"),
        (Kind.DATE, "31.12.2026"),
        (Kind.DATETIME, "2026-02-31 10:00"),
        (Kind.DATETIME, "half past ten"),
        (Kind.BOOL, "maybe"),
        (Kind.URL, "javascript:alert(1)"),
        (Kind.URL, "example"),
        (Kind.EMAIL, "ann at example"),
    ],
)
def test_wrong_input_gets_a_sentence_with_the_name(kind: str, wrong: str) -> None:
    with pytest.raises(CustomFieldsError) as refused:
        text.parse(field("The thing", kind), wrong)
    assert str(refused.value.message).startswith("The thing: write ")


@pytest.mark.parametrize(("word", "value"), [("True", True), ("true", True), ("TRUE", True), ("0", False)])
def test_booleans_as_providers_write_them(word: str, value: bool) -> None:
    assert text.parse(field("Box", Kind.BOOL), word) is value


def test_an_empty_text_is_no_value() -> None:
    assert all(text.parse(field(f"Of {kind}", kind), " \0 ") is None for kind in Kind.values)
    assert all(text.show(one, None) == text.said(one, None) == "" for one in selectors.fields())
