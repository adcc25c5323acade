"""The settings page of a template: its lines, their order, and the field that is open."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from common.actor import SYSTEM
from customfields import selectors, services
from customfields.models import Field, Item, Kind, Template
from organization.models import Department
from organization.selectors.fields import MANY
from organization.selectors.fields import usage as count_usage
from tests.factories.accounts import administrator
from tests.factories.customfields import field, line, template
from tests.factories.organization import BrandFactory, DepartmentFactory
from tests.factories.tickets import TicketFactory
from tickets.models import TicketValue


@pytest.fixture
def support(db: None) -> Department:
    made = DepartmentFactory.create(brand=BrandFactory.create(host=None, is_default=True), name="Support")
    made.ticket_template = template(name="Support")
    made.save()
    return made


@pytest.fixture
def page(support: Department) -> str:
    return f"/settings/fields/{support.pk}/tickets"


@pytest.fixture
def lines(support: Department) -> list[Item]:
    of = support.ticket_template
    assert of is not None
    return [
        line(of, "Product/Domain", Kind.CHOICE, options=["VPS 4", "VPS 8"], step="pre", user_must=True),
        line(of, "Since when?", Kind.DATETIME),
        line(of, "Cause", user_sees=False, close_must=True),
    ]


@pytest.fixture
def admin(client: Client, support: Department) -> Client:
    client.force_login(administrator())
    return client


def opened(item: Item, **more: Any) -> dict[str, Any]:
    """What the browser sends when the field of the line is open and nothing was touched."""
    of = item.field
    sent = {"opened": item.pk, "f-name": of.name, "f-label": of.label, "f-kind": of.kind, "f-help": of.help}
    sent |= {"f-step": item.step, "f-option": of.options, "f-label_de": of.labels.get("de", "")}
    return sent | ({"f-is_searchable": "on"} if of.is_searchable else {}) | more


def boxes(items: list[Item]) -> dict[str, str]:
    """All boxes as they are."""
    switches = ("user_sees", "user_must", "agent_sees", "agent_must", "close_must")
    return {f"l{item.pk}-{name}": "on" for item in items for name in switches if getattr(item, name)}


def order(support: Department) -> list[str]:
    return [item.name for item in selectors.items_of(support.ticket_template)]


def test_every_page_is_drawn(admin: Client, page: str, lines: list[Item]) -> None:
    more = ["", "?add", "?copy", f"?field={lines[0].pk}", "?field=999999", "?field=x"]
    paths = [page + one for one in more]
    paths += [f"/settings/fields/0/{kind}" for kind in ("tickets", "chats", "customers", "brands", "groups")]
    for path in ["/settings/fields", *paths]:
        assert admin.get(path).status_code == 200, path


@pytest.mark.parametrize("path", ["0/calls", "{pk}/customers", "999999/tickets", "{pk}/Tickets"])
def test_there_is_no_other_page(admin: Client, support: Department, path: str) -> None:
    assert admin.get(f"/settings/fields/{path.format(pk=support.pk)}").status_code == 404


def test_lines_show_what_is_asked(admin: Client, page: str, support: Department, lines: list[Item]) -> None:
    text = admin.get(page).content.decode()
    assert text.index("Product/Domain") < text.index("Since when?") < text.index("Cause")
    assert "drop-down, 2 entries" in text
    assert f"?department={support.pk}" in text  # see it as a customer
    assert 'data-needs="l' in text


def test_an_empty_template_says_what_a_field_is_for(admin: Client, page: str) -> None:
    text = admin.get(page).content.decode()
    assert "No fields yet" in text
    assert 'href="?add#field"' in text


def test_boxes_are_saved(admin: Client, page: str, lines: list[Item]) -> None:
    product, since, cause = lines
    sent = boxes(lines) | {f"l{since.pk}-agent_must": "on", f"l{cause.pk}-user_must": "on"}
    del sent[f"l{product.pk}-user_must"]
    assert admin.post(page, sent)["Location"] == page
    for item in lines:
        item.refresh_from_db()
    assert (product.user_sees, product.user_must, product.step) == (True, False, "pre")
    assert (since.agent_must, since.close_must) == (True, False)
    assert (cause.user_sees, cause.user_must, cause.close_must) == (False, False, True)


def test_the_order_is_saved_by_handle_and_by_number(
    admin: Client, page: str, support: Department, lines: list[Item]
) -> None:
    product, since, cause = (item.pk for item in lines)
    admin.post(page, boxes(lines) | {"order": f"{cause},{product},{since}"})
    assert order(support) == ["Cause", "Product/Domain", "Since when?"]
    typed = {f"l{cause}-place": "3", f"l{product}-place": "2", f"l{since}-place": "3"}
    admin.post(page, boxes(lines) | typed)
    assert order(support) == ["Product/Domain", "Since when?", "Cause"]
    admin.post(
        page, boxes(lines) | {f"l{product}-place": "1", f"l{since}-place": "2", f"l{cause}-place": "1"}
    )
    assert order(support) == ["Cause", "Product/Domain", "Since when?"]


def test_the_open_field_is_saved_with_the_lines(admin: Client, page: str, lines: list[Item]) -> None:
    product = lines[0]
    changes: dict[str, Any] = {"f-label": "Product", "f-label_de": "Produkt", "f-help": "As on the invoice"}
    changes |= {"f-option": ["VPS 8", "", "VPS 4", "VPS 16"], "f-step": "regular"}
    sent = boxes(lines) | opened(product, **changes) | {f"l{lines[1].pk}-close_must": "on"}
    assert admin.post(page, sent)["Location"] == f"{page}?field={product.pk}#field"
    product = Item.objects.select_related("field").get(pk=product.pk)
    assert product.step == "regular"
    assert product.field.options == ["VPS 8", "VPS 4", "VPS 16"]
    assert (product.field.label, product.field.labels) == ("Product", {"de": "Produkt"})
    assert Item.objects.get(pk=lines[1].pk).close_must
    text = admin.get(f"{page}?field={product.pk}").content.decode()
    assert "cf_Product/Domain" in text
    assert 'value="Produkt"' in text
    assert "Nothing has a value yet." in text


def test_a_wrong_field_keeps_what_was_typed_and_saves_nothing(
    admin: Client, page: str, lines: list[Item]
) -> None:
    product, since = lines[0], lines[1]
    sent = boxes(lines) | opened(product, **{"f-name": "SINCE WHEN?", "f-option": ["VPS 4", "New"]})
    sent |= {f"l{since.pk}-close_must": "on", "order": f"{since.pk},{product.pk}"}
    answer = admin.post(page, sent)
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "already" in text
    assert 'value="SINCE WHEN?"' in text
    assert 'value="New"' in text
    assert f'id="l{since.pk}-close_must" aria-label="Since when?: to close" checked' in text
    since.refresh_from_db()
    product.field.refresh_from_db()
    assert (since.close_must, product.field.name) == (False, "Product/Domain")


def test_a_type_that_loses_values_is_refused_on_the_page(admin: Client, page: str, lines: list[Item]) -> None:
    product = lines[0]
    services.save(TicketValue, TicketFactory.create(), {product.field_id: "VPS 4"}, actor=SYSTEM)
    answer = admin.post(page, boxes(lines) | opened(product, **{"f-kind": "number"}))
    assert answer.status_code == 422
    assert "would be lost" in answer.content.decode()
    assert "1 ticket has a value." in admin.get(f"{page}?field={product.pk}").content.decode()


def test_a_new_field_comes_in_and_opens(
    admin: Client, page: str, support: Department, lines: list[Item]
) -> None:
    sent = boxes(lines) | {"order": "", "new-name": "Phone", "new-kind": "text"}
    answer = admin.post(f"{page}/add", sent | {f"l{lines[1].pk}-close_must": "on"})
    new = Item.objects.get(field__name="Phone")
    assert answer["Location"] == f"{page}?field={new.pk}#field"
    assert order(support)[-1] == "Phone"
    assert (new.user_sees, new.agent_sees, new.user_must) == (True, True, False)
    assert Item.objects.get(pk=lines[1].pk).close_must  # what was ticked beside it counts


def test_a_field_that_exists_comes_in(admin: Client, page: str, support: Department) -> None:
    known = field("Contract")
    admin.post(f"{page}/add", {"new-field": known.pk})
    assert order(support) == ["Contract"]
    assert Field.objects.count() == 1


@pytest.mark.parametrize("sent", [{}, {"new-name": "  "}, {"new-name": "cause"}, {"new-field": "77"}])
def test_a_field_without_a_good_name_is_refused(
    admin: Client, page: str, lines: list[Item], sent: dict[str, str]
) -> None:
    answer = admin.post(f"{page}/add", sent)
    assert answer.status_code == 422
    assert "invalid-feedback" in answer.content.decode()
    assert Field.objects.count() == 3


def test_a_field_is_taken_out(admin: Client, page: str, support: Department, lines: list[Item]) -> None:
    assert admin.post(f"{page}/{lines[0].pk}/remove", boxes(lines))["Location"] == page
    assert order(support) == ["Since when?", "Cause"]
    assert Field.objects.filter(name="Product/Domain").exists()
    assert admin.post(f"{page}/{lines[0].pk}/remove").status_code == 404


def test_lines_are_copied_from_another_department(admin: Client, page: str, lines: list[Item]) -> None:
    billing = DepartmentFactory.create(name="Billing")
    source = lines[0].template_id
    text = admin.get(f"/settings/fields/{billing.pk}/tickets?copy").content.decode()
    assert "Support · Tickets" in text
    admin.post(f"/settings/fields/{billing.pk}/tickets/copy", {"source": source})
    billing.refresh_from_db()
    assert order(billing) == ["Product/Domain", "Since when?", "Cause"]
    assert billing.ticket_template_id != source
    assert admin.post(f"{page}/copy", {"source": source}).status_code == 404  # its own


def test_a_department_without_fields_asks_what_all_ask(admin: Client, support: Department) -> None:
    sales = DepartmentFactory.create(name="Sales")
    shared = services.ensure_default(kind=Template.Of.TICKET, actor=SYSTEM)
    item = line(shared, "Domain", user_must=True)
    page = f"/settings/fields/{sales.pk}/tickets"
    text = admin.get(page).content.decode()
    assert "Sales asks what every department asks." in text
    assert "This gives Sales fields of its own" in admin.get(f"{page}?add").content.decode()
    assert admin.post(page, {"order": ""}).status_code == 200  # nothing to save here
    assert Item.objects.get(pk=item.pk).user_must
    admin.post(f"{page}/own")
    sales.refresh_from_db()
    assert order(sales) == ["Domain"]
    assert Department.objects.filter(pk=sales.pk).exclude(ticket_template__in=[shared.pk]).exists()
    text = admin.get(f"{page}?shared").content.decode()
    assert "The one line of Sales is dropped" in text
    admin.post(f"{page}/own", {"shared": "1"})
    assert Department.objects.filter(pk=sales.pk, ticket_template=None).exists()
    assert Template.objects.filter(kind="ticket").count() == 2  # Support's and the shared one


def test_a_first_field_gives_a_department_its_own(admin: Client, support: Department) -> None:
    admin.post(f"/settings/fields/{support.pk}/chats/add", {"new-name": "Topic", "new-kind": "text"})
    support.refresh_from_db()
    assert [item.name for item in selectors.items_of(support.chat_template, "chat")] == ["Topic"]
    assert [item.name for item in selectors.items_of(None, "chat")] == []


def test_the_page_costs_the_same_with_many_fields(admin: Client, page: str, lines: list[Item]) -> None:
    with CaptureQueriesContext(connection) as few:
        admin.get(f"{page}?field={lines[0].pk}")
    for number in range(20):
        line(lines[0].template, f"Field {number}")
    with CaptureQueriesContext(connection) as many:
        admin.get(f"{page}?field={lines[0].pk}")
    assert len(many) <= len(few)


def test_use_is_counted_up_to_a_limit(lines: list[Item]) -> None:
    of = lines[1].field
    tickets = TicketFactory.create_batch(2)
    TicketValue.objects.bulk_create(
        TicketValue(ticket=tickets[number % 2], field=of, place=number, text="x")
        for number in range(MANY + 50)
    )
    with CaptureQueriesContext(connection) as queries:
        assert count_usage("ticket", of) == MANY + 1
    assert f"LIMIT {MANY + 1}" in queries[0]["sql"]
