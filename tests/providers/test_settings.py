"""Settings, External Providers: options, a tab a provider, the test, the call log."""

import pytest
from django.test import Client

from events.models import Rule
from providers.models import Call, Health, Kind, Provider
from tests.factories.accounts import administrator
from tests.providers.conftest import SetUp
from tests.servers.provider import ProviderServer

OPTIONS, LOG = "/settings/providers", "/settings/providers/log"


@pytest.fixture
def admin(client: Client, db: None) -> Client:
    client.force_login(administrator(), backend="accounts.backends.PasswordBackend")
    return client


def entered(server: ProviderServer, **more: str) -> dict[str, str]:
    """What an administrator enters in a tab."""
    values = {"url": server.url, "password": server.password, "timeout_seconds": "3", "soap_version": "auto"}
    values |= {"cookie_digest": "sha256", "cookie_minutes": "60"}
    return values | {"on_failure": "allow", "failure_message": ""} | more


def test_each_provider_has_a_tab_and_a_box(admin: Client) -> None:
    page = admin.get(OPTIONS).content.decode()
    for kind in Kind.values:
        assert f'name="enabled" value="{kind}"' in page
        assert f'href="{OPTIONS}/{kind}"' in page
        tab = admin.get(f"{OPTIONS}/{kind}").content.decode()
        assert "Web Service URL" in tab
        assert "Web Service Password" in tab


def test_boxes_switch_providers_on_and_off(admin: Client) -> None:
    admin.post(OPTIONS, {"enabled": ["tickets", "events"]})
    on = Provider.objects.filter(is_enabled=True).values_list("kind", flat=True)
    assert set(on) == {"tickets", "events"}
    admin.post(OPTIONS, {"enabled": ["tickets"]})
    assert list(Provider.objects.filter(is_enabled=True).values_list("kind", flat=True)) == ["tickets"]


def test_a_tab_is_saved(admin: Client, provider_server: ProviderServer) -> None:
    data = entered(provider_server, on_failure="refuse", failure_message="Please call.")
    answer = admin.post(f"{OPTIONS}/tickets", data, follow=True)
    assert "The settings of Ticket are saved." in answer.content.decode()
    provider = Provider.objects.get(kind="tickets")
    assert (provider.url, provider.password) == (provider_server.url, provider_server.password)
    assert (provider.on_failure, provider.failure_message) == ("refuse", "Please call.")
    assert not provider.is_enabled


def test_the_password_is_never_shown_and_kept_when_left_empty(
    admin: Client, set_up: SetUp, provider_server: ProviderServer
) -> None:
    set_up("tickets")
    Health.objects.create(kind="tickets", failures=9)
    assert provider_server.password not in admin.get(f"{OPTIONS}/tickets").content.decode()
    admin.post(f"{OPTIONS}/tickets", entered(provider_server, password=""))
    provider = Provider.objects.get(kind="tickets")
    assert provider.password == provider_server.password
    assert provider.is_enabled
    assert not Health.objects.exists()


@pytest.mark.parametrize(
    "url", ["", "provider", "ftp://x.example/", "javascript:x()", "http://169.254.169.254/"]
)
def test_a_wrong_address_is_refused(admin: Client, provider_server: ProviderServer, url: str) -> None:
    answer = admin.post(f"{OPTIONS}/tickets", entered(provider_server, url=url))
    assert answer.status_code == 422
    assert not Provider.objects.exists()


def test_a_cookie_needs_a_secret(admin: Client, provider_server: ProviderServer) -> None:
    cookie = {"cookie_name": "sso", "cookie_secret": ""}
    answer = admin.post(f"{OPTIONS}/login", entered(provider_server, **cookie))
    assert answer.status_code == 422
    admin.post(f"{OPTIONS}/login", entered(provider_server, **(cookie | {"cookie_secret": "abc"})))
    login = Provider.objects.get(kind="login")
    assert (login.cookie_name, login.cookie_secret) == ("sso", "abc")


@pytest.mark.parametrize("kind", Kind.values)
def test_a_test_calls_without_being_saved(admin: Client, provider_server: ProviderServer, kind: str) -> None:
    data = entered(provider_server, try_username="cleo", try_password="welcome", try_department="Support")
    page = admin.post(f"{OPTIONS}/{kind}/test", data, headers={"HX-Request": "true"}).content.decode()
    assert "hd-result good" in page
    assert "authPW=••••••••" in page
    assert provider_server.password not in page
    assert len(provider_server.calls()) == 1
    assert not Provider.objects.exists()
    assert Call.objects.get().is_test


@pytest.mark.parametrize(
    ("how", "words"),
    [
        ("denied", "Enter the password that the service expects"),
        ("fault", "Look into the log of the service"),
        ("missing", "It offers: Authenticate, GetCustomFieldOptions"),
        ("garbage", "must return its Result"),
        ("hang", "Look into the log of the service"),
        ("refuse", "It answers: no ticket would be made"),
    ],
)
def test_a_test_says_what_is_wrong(
    admin: Client, provider_server: ProviderServer, how: str, words: str
) -> None:
    provider_server.behave("StartTicket", how, seconds=2)
    seconds = "0.5" if how == "hang" else "3"
    page = admin.post(f"{OPTIONS}/tickets/test", entered(provider_server, timeout_seconds=seconds))
    assert page.status_code == 200
    assert words in page.content.decode()


def test_a_test_says_that_nobody_is_there(admin: Client, provider_server: ProviderServer) -> None:
    data = entered(provider_server, url="http://127.0.0.1:9/none")
    page = admin.post(f"{OPTIONS}/tickets/test", data).content.decode()
    assert "Check the Web Service URL" in page
    assert page.count("not tried") == 4


def test_a_test_that_works_ends_the_rest(
    admin: Client, set_up: SetUp, provider_server: ProviderServer
) -> None:
    set_up("tickets")
    Health.objects.create(kind="tickets", failures=9)
    admin.post(f"{OPTIONS}/tickets/test", entered(provider_server))
    assert Health.objects.get().failures == 0


def test_the_description_is_read_again(admin: Client, set_up: SetUp, provider_server: ProviderServer) -> None:
    set_up("tickets")
    assert "is read anew" in admin.post(f"{OPTIONS}/tickets/read", follow=True).content.decode()
    provider_server.behave("wsdl", "status", status=404)
    assert "HTTP 404" in admin.post(f"{OPTIONS}/tickets/read", follow=True).content.decode()


def test_the_log_is_filtered(admin: Client, db: None) -> None:
    Call.objects.create(kind="tickets", method="StartTicket", reason="timeout", ms=5000, ticket_number="1-A")
    Call.objects.create(kind="userinfo", method="GetUserDetails", ms=20, ticket_number="1-B")
    for query, shown in (
        ("", "AB"),
        ("?kind=tickets", "A"),
        ("?result=ok", "B"),
        ("?result=timeout", "A"),
        ("?slower=1000", "A"),
        ("?ticket=1-B", "B"),
        ("?kind=nonsense&slower=x", "AB"),
        ("?after=nonsense", "AB"),
    ):
        page = admin.get(LOG + query, follow=True).content.decode()
        assert [letter for letter in "AB" if f'<bdi dir="ltr">1-{letter}</bdi>' in page] == list(shown), query


def test_the_log_goes_on(admin: Client, db: None) -> None:
    Call.objects.bulk_create(
        Call(kind="tickets", method="StartTicket", ticket_number=f"N{n}") for n in range(60)
    )
    first = admin.get(LOG)
    assert len(first.context["rows"]) == 50
    rest = admin.get(LOG + first.context["more"], headers={"HX-Request": "true"})
    assert len(rest.context["rows"]) == 10


def test_a_call_shows_what_went_over_the_wire(admin: Client, db: None) -> None:
    made = {"inputs": ["authPW=••••••••", "subject=<b>"], "outputs": ["TicketCreation=TRUE"]}
    call = Call.objects.create(kind="tickets", method="StartTicket", http_status=200, **made)
    page = admin.get(f"{LOG}/{call.pk}").content.decode()
    assert "subject=&lt;b&gt;" in page
    assert "TicketCreation=TRUE" in page


def test_a_rule_that_wants_a_provider_is_counted(admin: Client, db: None) -> None:
    assert "1 rule wants it" not in admin.get(OPTIONS).content.decode()
    act = [{"id": "a1", "type": "provider.notify", "params": {}}]
    Rule.objects.create(name="Tell them", event_id=502001, actions=act, is_enabled=True)
    Rule.objects.create(name="Not this one", event_id=502001, actions=act, is_enabled=False)
    assert "off, 1 rule wants it" in admin.get(OPTIONS).content.decode()
