"""Fields and templates: names, types, entries, order; nothing is lost and everything is written down."""

import pytest
from django.utils import translation

from common.actor import SYSTEM
from common.audit import history, render
from customfields import selectors, services
from customfields.errors import CustomFieldsError
from customfields.models import Field, Kind, Template
from tests.factories.customfields import field, line, template
from tests.factories.tickets import TicketFactory
from tickets.models import TicketValue

pytestmark = pytest.mark.django_db


def refused(**columns: object) -> CustomFieldsError:
    with pytest.raises(CustomFieldsError) as caught:
        services.create_field(actor=SYSTEM, **columns)  # type: ignore[arg-type]  # what each test gives
    return caught.value


def names(of: Template) -> list[str]:
    return [item.name for item in selectors.items_of(of)]


@pytest.mark.parametrize("name", ["", "   ", "a=b", "DOMAIN"])
def test_a_name_is_there_once_in_any_case_and_can_be_written_on_the_wire(name: str) -> None:
    field("Domain")
    error = refused(name=name)
    assert error.field == "name"
    assert error.message
    assert Field.objects.count() == 1


def test_a_name_that_the_database_takes_for_another_is_refused() -> None:
    made = field("Strasse")
    try:
        services.create_field(name="Straße", actor=SYSTEM)  # one name on MariaDB only
    except CustomFieldsError as error:
        assert (error.field, Field.objects.count()) == ("name", 1)  # noqa: PT017  # by database
    else:
        assert set(selectors.by_names({"Strasse": "a"})) == {made.pk}
        assert Field.objects.count() == 2


def test_entries_are_cleaned_and_parted_by_semicolons_only_on_the_wire() -> None:
    made = field("Product", Kind.CHOICE, options=[" VPS  4 ", "", "VPS 4", "Web, and more"])
    assert made.options == ["VPS 4", "Web, and more"]
    assert field("Plain", Kind.TEXT, options=["a"]).options == []
    assert refused(name="Other", kind=Kind.MULTI, options=["a;b"]).field == "options"
    assert refused(name="Other", kind="colour").field == "kind"


def test_readers_see_the_label_of_their_language() -> None:
    made = field("Product/Domain", label="Product", labels={"de": "Produkt", "en": ""})
    with translation.override("de"):
        assert made.shown == "Produkt"
    with translation.override("en"):
        assert made.shown == "Product"
    assert field("Plain").shown == "Plain"


@pytest.mark.parametrize(
    ("old", "value", "new"),
    [
        (Kind.CHOICE, "VPS 4", Kind.TEXT),
        (Kind.CHOICE, "VPS 4", Kind.MULTI),
        (Kind.TEXT, "abc", Kind.TEXTAREA),
        (Kind.TEXT, "abc", Kind.CHOICE),
        (Kind.EMAIL, "ann@example.org", Kind.TEXT),
        (Kind.NUMBER, 12, Kind.TEXT),
    ],
)
def test_a_type_changes_where_values_stay(old: str, value: object, new: str) -> None:
    made, ticket = field("It", old, options=["VPS 4"]), TicketFactory.create()
    services.save(TicketValue, ticket, {made.pk: value}, actor=SYSTEM)
    services.edit_field(field=made, actor=SYSTEM, kind=new)
    (stored,) = selectors.values_of(TicketValue, ticket).values()
    assert (stored.kind, stored.wire) == (new, str(value))


@pytest.mark.parametrize(
    ("old", "value", "new"),
    [
        (Kind.TEXT, "abc", Kind.NUMBER),
        (Kind.TEXT, "abc", Kind.DATE),
        (Kind.TEXTAREA, "a\nb", Kind.TEXT),
        (Kind.MULTI, ("a", "b"), Kind.CHOICE),
        (Kind.CHOICE, "a", Kind.BOOL),
        (Kind.NUMBER, 3, Kind.EMAIL),
    ],
)
def test_a_type_that_would_lose_values_is_refused_with_a_sentence(old: str, value: object, new: str) -> None:
    made = field("It", old, options=["a", "b"])
    services.edit_field(field=made, actor=SYSTEM, kind=new)  # nobody has a value yet
    services.edit_field(field=made, actor=SYSTEM, kind=old)
    services.save(TicketValue, TicketFactory.create(), {made.pk: value}, actor=SYSTEM)
    with pytest.raises(CustomFieldsError) as caught:
        services.edit_field(field=made, actor=SYSTEM, kind=new, name="Renamed")
    assert caught.value.field == "kind"
    assert "would be lost" in str(caught.value.message)
    made.refresh_from_db()
    assert (made.kind, made.name) == (old, "It")


def test_a_field_that_comes_back_has_its_values() -> None:
    of, ticket = template(), TicketFactory.create()
    domain = line(of, "Domain")
    services.save(TicketValue, ticket, {domain.field_id: "a.example"}, actor=SYSTEM)
    services.remove_item(item=domain, actor=SYSTEM)
    assert names(of) == []
    assert selectors.values_of(TicketValue, ticket)[domain.field_id].value == "a.example"
    services.add_item(template=of, field=domain.field, actor=SYSTEM)
    assert names(of) == ["Domain"]
    with pytest.raises(CustomFieldsError):
        services.add_item(template=of, field=domain.field, actor=SYSTEM)


def test_lines_are_put_in_order() -> None:
    of = template()
    rows = [line(of, name) for name in ("A", "B", "C", "D")]
    services.order_items(template=of, order=[rows[2].pk, rows[0].pk], actor=SYSTEM)
    assert names(of) == ["C", "A", "B", "D"]
    services.order_items(template=of, order=[999_999], actor=SYSTEM)
    assert names(of) == ["C", "A", "B", "D"]


def test_nobody_must_fill_in_what_they_do_not_see() -> None:
    item = line(template(), "Cause", user_must=True, agent_must=True)
    services.edit_item(item=item, actor=SYSTEM, user_sees=False, user_must=True)
    item.refresh_from_db()
    assert (item.user_sees, item.user_must, item.agent_must) == (False, False, True)
    with pytest.raises(CustomFieldsError):
        services.edit_item(item=item, actor=SYSTEM, step="third")


def test_copying_adds_what_is_not_there_behind_what_is() -> None:
    of, source = template(name="Billing"), template(name="Support")
    own = line(of, "Own")
    shared = line(source, "Shared", user_must=True)
    services.add_item(template=source, field=own.field, actor=SYSTEM)
    assert services.copy_items(template=of, source=source, actor=SYSTEM) == 1
    assert names(of) == ["Own", "Shared"]
    assert selectors.items_of(of)[1].user_must
    assert services.copy_items(template=of, source=source, actor=SYSTEM) == 0
    assert shared.template_id == source.pk


def test_without_a_template_the_default_of_the_kind_counts() -> None:
    assert selectors.items_of(None) == ()
    services.add_item(
        template=services.ensure_default(kind="ticket", actor=SYSTEM), field=field("Domain"), actor=SYSTEM
    )
    assert services.ensure_default(kind="ticket", actor=SYSTEM).default_of == "ticket"
    assert [item.name for item in selectors.items_of(None)] == ["Domain"]
    assert selectors.items_of(None, "chat") == ()


def test_what_was_done_stands_in_the_history_in_sentences() -> None:
    of = template(name="Support")
    item = line(of, "Domain")
    services.edit_item(item=item, actor=SYSTEM, close_must=True)
    services.edit_field(field=item.field, actor=SYSTEM, label="Your domain")
    services.remove_item(item=item, actor=SYSTEM)
    told = [str(render(entry)) for entry in history("template", of.pk)]
    assert told == [
        "Made a template of custom fields for Support",
        "Put Domain into the template of Support",
        "Changed Domain in the template of Support",
        "Took Domain out of the template of Support",
    ]
    assert [str(render(entry)) for entry in history("field", item.field_id)] == [
        "Made the custom field Domain",
        "Changed the custom field Domain: label",
    ]
