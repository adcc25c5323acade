"""Step 3: agents are invited."""

from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest
from django.test import Client

from accounts.models import User
from accounts.services import disable
from common import files
from common.actor import SYSTEM
from mail.models import OutboundMail
from organization.models import Group, Membership
from tests.factories.accounts import AgentFactory, CustomerFactory, named
from tests.licensing.conftest import without_licence
from tests.wizards.company.conftest import BRAND, PLACES, SETUP, guests

PAGE = f"{SETUP}/agents"
ANN, OTTO = ("Ann Keller", "Ann@northwind.example"), ("Otto Lind", "otto@northwind.example")


@pytest.fixture
def begun(wizard: Client) -> Client:
    wizard.post(f"{SETUP}/brand", BRAND)
    wizard.post(f"{SETUP}/places", PLACES)
    return wizard


def group(name: str) -> str:
    return str(Group.objects.get(name=name).pk)


def mails() -> list[EmailMessage]:
    rows = OutboundMail.objects.exclude(raw=None).select_related("raw").order_by("id")
    raws = [mail.raw for mail in rows if mail.raw is not None]
    return [message_from_bytes(files.read(raw), policy=policy.default) for raw in raws]


def text_of(mail: EmailMessage) -> str:
    body = mail.get_body(("plain",))
    return str(body.get_content()) if body is not None else ""


def invitations() -> list[str]:
    return [str(mail["To"]) for mail in mails() if "/account/invite/" in text_of(mail)]


def test_they_are_invited_into_their_groups_by_mail(begun: Client, admin: User) -> None:
    sent = guests(ANN, OTTO, own=group("Invoices"))
    sent |= {"a-0-group": group("Servers"), "a-1-group": group("Invoices"), "a-1-role": "manager"}
    assert begun.post(PAGE, sent)["Location"] == f"{SETUP}/mail"
    assert invitations() == ["Ann@northwind.example", "otto@northwind.example"]
    mail = mails()[0]
    assert "https://help.northwind.example/account/invite/" in text_of(mail)
    assert str(mail["From"]) == "Northwind Hosting <help@northwind.example>"
    rows = Membership.objects.order_by("agent__display_name")
    assert list(rows.values_list("agent__display_name", "group__name")) == [
        ("Admin", "Invoices"),
        ("Ann Keller", "Servers"),
        ("Otto Lind", "Invoices"),
    ]
    assert [role.builtin for role in User.objects.get(display_name="Otto Lind").roles.all()] == ["manager"]
    page = begun.get(PAGE).text
    assert "Invited already" in page
    assert page.count(">invited<") == 2
    assert "2 invited, 1 here" in page


def test_sent_twice_everybody_gets_one_invitation(begun: Client) -> None:
    for _ in range(2):
        assert begun.post(PAGE, guests(ANN, OTTO)).status_code == 302
    assert len(invitations()) == 2
    assert User.objects.filter(is_agent=True).count() == 3


def test_blank_rows_are_left_out_and_nobody_need_be_invited(begun: Client) -> None:
    assert begun.post(PAGE, guests(("", ""), ("", ""))).status_code == 302
    assert invitations() == []


def test_one_row_more(begun: Client) -> None:
    page = begun.post(PAGE, guests(ANN) | {"do": "add"})
    assert page.status_code == 200
    assert 'name="a-1-email"' in page.text
    assert 'value="Ann Keller"' in page.text
    assert invitations() == []


@pytest.mark.parametrize(
    ("second", "place", "said"),
    [
        (("Otto Lind", "otto"), "id_a-1-email_error", "valid email"),
        (("Otto Lind", ""), "id_a-1-email_error", "required"),
        (("", "otto@northwind.example"), "id_a-1-name_error", "required"),
        (("Anna", "ANN@northwind.example"), "id_a-1-email_error", "stands above already"),
    ],
)
def test_wrong_input_is_told_at_its_field(
    second: tuple[str, str], place: str, said: str, begun: Client
) -> None:
    answer = begun.post(PAGE, guests(ANN, second))
    assert answer.status_code == 422
    assert f'id="{place}"' in answer.text
    assert said in answer.text
    assert "1 entry to correct" in answer.text
    assert 'value="Ann@northwind.example"' in answer.text
    assert invitations() == []


def test_a_list_that_was_tampered_with_is_refused(begun: Client) -> None:
    for wrong in ({"a-0-group": "99999"}, {"a-0-role": "god"}, {"own": "99999"}, {"a-TOTAL_FORMS": "x"}):
        assert begun.post(PAGE, guests(ANN) | wrong).status_code == 422, wrong
    assert invitations() == []


def test_a_customer_becomes_the_agent(begun: Client) -> None:
    cleo = named(CustomerFactory, "Cleo")
    begun.post(PAGE, guests(("Cleo Marsh", cleo.email)))
    cleo.refresh_from_db()
    assert cleo.is_agent


def test_who_is_switched_off_stops_all(begun: Client) -> None:
    old = named(AgentFactory, "Max")
    disable(user=old, actor=SYSTEM)
    answer = begun.post(PAGE, guests(ANN, ("Max", old.email)) | {"a-1-group": group("Servers")})
    assert answer.status_code == 422
    assert "Only active agents can work in a group" in answer.text
    assert "Nobody was invited yet" in answer.text
    assert not User.objects.filter(email_key="ann@northwind.example").exists()
    assert invitations() == []


def test_the_last_seat_is_told_where_it_ran_out(begun: Client) -> None:
    without_licence()  # one agent works without a key, and that one is here
    assert "its seat is taken" in begun.get(PAGE).text
    answer = begun.post(PAGE, guests(ANN, OTTO))
    assert answer.status_code == 422
    assert 'id="id_a-0-email_error"' in answer.text
    assert 'value="otto@northwind.example"' in answer.text
    assert invitations() == []
    assert begun.post(PAGE, guests(("", ""))).status_code == 302


def test_the_administrator_is_proposed_for_the_first_front_line_once(begun: Client, admin: User) -> None:
    def own() -> str:
        return begun.get(PAGE).text.partition('name="own"')[2].partition("</select>")[0]

    chosen = f'<option value="{group("Front Line")}" selected>'
    assert chosen in own()
    begun.post(PAGE, guests(("", "")))  # no group was chosen
    assert chosen not in own()
    assert not Membership.objects.filter(agent=admin).exists()
