"""Custom fields over a list: filters of every kind, columns that an agent chooses."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from urllib.parse import parse_qsl

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from customfields.models import Template
from organization.selectors import scope_of
from tests.factories import customfields as make
from tests.tickets.conftest import Cast
from tests.tickets.test_agent_ticket import signed_in
from tickets.forms.lists import read_state
from tickets.models import Ticket
from tickets.selectors.desk import desk_of
from tickets.selectors.rows import list_page

OpenTicket = Callable[..., Ticket]


@pytest.fixture
def asks(cast: Cast) -> Template:
    template = make.template(is_default=True)
    make.line(template, "Product", "choice", options=["VPS 8", "Web L"])
    make.line(template, "Servers", "multi", options=["s1", "s2"])
    make.line(template, "Domain")
    make.line(template, "Amount", "number")
    make.line(template, "Due", "date")
    make.line(template, "Seen", "datetime")
    make.line(template, "Paid", "bool")
    return template


def pk(asks: Template, name: str) -> int:
    return asks.items.get(field__name=name).field_id


def named(asks: Template, **values: object) -> dict[int, object]:
    return {pk(asks, name): value for name, value in values.items()}


@pytest.fixture
def three(asks: Template, open_ticket: OpenTicket) -> None:
    """A has it all, B something else, C nothing."""
    a = named(
        asks,
        Product="VPS 8",
        Servers=("s1", "s2"),
        Domain="Marsh.example",
        Amount=Decimal("9.5"),
        Due=date(2026, 3, 31),
        Seen=datetime(2026, 3, 31, 23, 30, tzinfo=UTC),
        Paid=True,
    )
    b = named(
        asks,
        Product="Web L",
        Servers=("s2",),
        Domain="other.example",
        Amount=Decimal("10.25"),
        Due=date(2026, 4, 1),
        Seen=datetime(2026, 4, 1, tzinfo=UTC),
        Paid=False,
    )
    for subject, fields in (("A", a), ("B", b), ("C", {})):
        open_ticket(subject=subject, fields=fields)


def subjects(cast: Cast, query: dict[str, str]) -> str:
    scope = scope_of(cast.ann)
    state = read_state(query)
    assert read_state(dict(_pairs(state.query))) == state  # the address says the same again
    return "".join(sorted(line.subject for line in list_page(state, scope, desk_of(scope)).lines))


def _pairs(query: str) -> list[tuple[str, str]]:
    return parse_qsl(query[1:])


FILTERS = [
    ("Product", "", "is:VPS 8", "A"),
    ("Servers", "", "is:s2", "AB"),
    ("Servers", "", "is:s1", "A"),
    ("Domain", "_starts", "marsh", "A"),
    ("Domain", "_starts", "example", ""),
    ("Domain", "_starts", "%", ""),
    ("Amount", "_number_from", "9,6", "B"),
    ("Amount", "_number_to", "10.25", "AB"),
    ("Due", "_day_to", "2026-03-31", "A"),
    ("Due", "_day_from", "2026-04-01", "B"),
    ("Seen", "_moment_to", "2026-03-31", "A"),
    ("Seen", "_moment_from", "2026-04-01", "B"),
    ("Paid", "", "is:True", "A"),
    ("Paid", "", "not:True", "BC"),
    ("Amount", "_number_from", "many", "ABC"),
    ("Due", "_day_from", "soon", "ABC"),
    ("Product", "", "nonsense", "ABC"),
]


@pytest.mark.parametrize(("name", "end", "value", "wanted"), FILTERS)
def test_each_kind_has_its_filter(
    cast: Cast, asks: Template, three: None, name: str, end: str, value: str, wanted: str
) -> None:
    assert subjects(cast, {f"cf_{pk(asks, name)}{end}": value}) == wanted


def test_filters_add_up(cast: Cast, asks: Template, three: None) -> None:
    amount, servers = pk(asks, "Amount"), pk(asks, "Servers")
    between = {f"cf_{amount}_number_from": "1", f"cf_{amount}_number_to": "10"}
    assert subjects(cast, between) == "A"
    assert subjects(cast, {f"cf_{servers}": "is:s2", f"cf_{amount}_number_from": "10"}) == "B"
    assert subjects(cast, {f"cf_{servers}": "is:s2", "view": "closed"}) == ""


def test_pages_go_on_under_a_filter(cast: Cast, asks: Template, open_ticket: OpenTicket) -> None:
    for number in range(53):
        open_ticket(subject=f"T{number}", fields=named(asks, Product="VPS 8" if number % 52 else "Web L"))
    scope, seen = scope_of(cast.ann), []
    state = read_state({f"cf_{pk(asks, 'Product')}": "is:VPS 8"})
    first = list_page(state, scope, desk_of(scope))
    seen = [line.id for line in first.lines]
    if first.next:
        following = list_page(
            read_state({**dict(_pairs(state.query)), "after": first.next}), scope, desk_of(scope)
        )
        seen += [line.id for line in following.lines]
    assert len(seen) == len(set(seen)) == 51
    assert len(first.lines) == 50


def test_the_form_leads_to_the_short_address(cast: Cast, asks: Template, three: None) -> None:
    client = signed_in(cast.ann)
    domain, product = pk(asks, "Domain"), pk(asks, "Product")
    form = client.get(f"/agent/filter/fields?view=all&cf_{product}=is%3AWeb+L").content.decode()
    assert f'name="cf_{domain}_starts"' in form
    assert '<option value="is:Web L" selected>' in form
    answer = client.get(
        f"/agent/tickets?cf_{product}=&cf_{domain}_starts=marsh&cf_{pk(asks, 'Due')}_day_from="
    )
    assert answer["Location"] == f"/agent/tickets?cf_{domain}=starts%3Amarsh"
    page = client.get(answer["Location"]).content.decode()
    assert "begins with marsh" in page
    assert ">A</a>" in page
    assert ">B</a>" not in page


def test_what_agents_do_not_see_is_neither_filter_nor_column(cast: Cast, asks: Template, three: None) -> None:
    asks.items.filter(field__name="Product").update(agent_sees=False)
    product, client = pk(asks, "Product"), signed_in(cast.ann)
    assert subjects(cast, {f"cf_{product}": "is:VPS 8"}) == ""
    assert f"cf_{product}" not in client.get("/agent/filter/fields").content.decode()
    client.post("/agent/columns", {"field": product})
    cast.ann.refresh_from_db()
    assert cast.ann.preferences.get("columns") == []


def test_only_fields_of_ones_own_departments_are_offered(cast: Cast, asks: Template) -> None:
    own = make.template(name="Billing")
    make.line(own, "Invoice")
    cast.billing.ticket_template = own
    cast.billing.save()
    assert "Invoice" not in signed_in(cast.ann).get("/agent/filter/fields").content.decode()
    assert "Invoice" in signed_in(cast.otto).get("/agent/filter/fields").content.decode()


def _columns(client: Client, asks: Template, *names: str) -> None:
    for name in names:
        assert (
            client.post("/agent/columns", {"field": pk(asks, name), "back": "?view=all"}).status_code == 302
        )


def test_columns_are_kept_with_the_agent(cast: Cast, asks: Template, three: None) -> None:
    client = signed_in(cast.ann)
    _columns(client, asks, "Product", "Servers")
    page = client.get("/agent/tickets").content.decode()
    assert 'title="Product: VPS 8"' in page
    assert 'title="Servers: s1, s2"' in page
    assert "has-cells" not in signed_in(cast.max).get("/agent/tickets").content.decode()
    ids = ",".join(str(ticket.pk) for ticket in Ticket.objects.all())
    assert 'title="Product: Web L"' in client.get(f"/agent/rows?ids={ids}").content.decode()
    _columns(client, asks, "Product", "Servers")  # the second time takes them away
    assert "has-cells" not in client.get("/agent/tickets").content.decode()


def test_there_is_room_for_three(cast: Cast, asks: Template, three: None) -> None:
    client = signed_in(cast.ann)
    _columns(client, asks, "Product", "Servers", "Domain", "Amount")
    cast.ann.refresh_from_db()
    assert cast.ann.preferences["columns"] == [pk(asks, name) for name in ("Product", "Servers", "Domain")]
    menu = client.get("/agent/filter/columns").content.decode()
    assert menu.count('aria-selected="true"') == 3
    assert "There is room for 3 columns." in menu


def test_a_list_with_columns_and_filters_costs_little(cast: Cast, asks: Template, three: None) -> None:
    client = signed_in(cast.ann)
    _columns(client, asks, "Product", "Servers", "Domain")
    address, counts = f"/agent/tickets?cf_{pk(asks, 'Domain')}=starts%3Am", []
    for _time in range(3):
        with CaptureQueriesContext(connection) as queries:
            client.get(address)
        counts.append(len(queries))
    assert min(counts) <= 12  # one asks for the node's status now and then
