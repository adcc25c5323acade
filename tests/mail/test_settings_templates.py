"""Settings: the mails that the desk writes by itself."""

import pytest
from django.test import Client

from common.models import AuditEntry
from mail import services
from mail.models import EmailTemplate
from mail.services import KEYS, MAILS, VARIABLES
from mail.services.texts import default_template
from organization.models import Brand, Department
from tests.factories.accounts import AgentFactory, administrator, named
from tests.mail.test_settings_accounts import browser_of

LIST = "/settings/mail/templates"
REPLY = f"{LIST}/ticket_reply/en"
MINE = {"subject": "Re: #SUBJECT#", "html": "<p>Hi #CUSTOMERNAME#</p>#MESSAGE#", "text": "#MESSAGE#"}


@pytest.fixture
def admin(db: None) -> Client:
    return browser_of(administrator("Admin"))


def test_the_catalogue_knows_every_mail_and_each_of_its_variables() -> None:
    assert set(MAILS) == set(KEYS)
    for key, mail in MAILS.items():
        assert set(mail.allowed) <= set(VARIABLES)
        for language in ("en", "de"):
            shown = default_template(key, language)
            for part in (shown.subject, shown.html, shown.text):
                used = {name for name in VARIABLES if f"#{name}#" in part}
                assert used <= set(mail.allowed), (key, language)
            for name in mail.needed:
                assert f"#{name}#" in shown.html, (key, name)
                assert f"#{name}#" in shown.text, (key, name)


def test_the_products_own_words_pass_the_form_as_they_are(admin: Client, department: Department) -> None:
    for key in KEYS:
        shown = default_template(key, "de")
        parts = {"subject": shown.subject, "html": shown.html, "text": shown.text}
        assert admin.post(f"{LIST}/{key}/de/0", parts).status_code == 302, key
    assert EmailTemplate.objects.count() == len(KEYS)


def test_own_words_for_all_and_for_a_brand(admin: Client, department: Department) -> None:
    brand = department.brand
    assert admin.post(f"{REPLY}/0", MINE).status_code == 302
    assert admin.post(f"{REPLY}/{brand.pk}", MINE | {"subject": "Northwind: #SUBJECT#"}).status_code == 302
    Brand.objects.create(name="Skiff", host="skiff.example")
    common = admin.get(LIST).text
    assert common.count("your own") == 1
    assert admin.get(f"{LIST}?brand={brand.pk}").text.count("your own") == 1
    shown = services.template_for("ticket_reply", brand_id=brand.pk, language="en")
    assert shown.subject == "Northwind: #SUBJECT#"
    admin.post(f"{REPLY}/{brand.pk}/reset")
    assert services.template_for("ticket_reply", brand_id=brand.pk, language="en").subject == "Re: #SUBJECT#"
    assert "as all brands" in admin.get(f"{LIST}?brand={brand.pk}").text
    assert "Reset" not in admin.get(f"{REPLY}/{brand.pk}").text
    actions = (
        AuditEntry.objects.filter(item_kind="mail_template").order_by("id").values_list("action", flat=True)
    )
    assert list(actions) == ["template.saved", "template.saved", "template.reset"]


@pytest.mark.parametrize(
    ("change", "field", "said"),
    [
        ({"subject": ""}, "subject", "required"),
        ({"subject": "#TICKETNUMER#"}, "subject", "#TICKETNUMER# is no variable"),
        ({"html": "<p>Hello</p>"}, "html", "Without #MESSAGE#"),
        ({"text": "Hello"}, "text", "Without #MESSAGE#"),
        ({"html": "#MESSAGE# #LINK#"}, "html", "#LINK# is no variable"),
    ],
)
def test_the_form_says_what_is_wrong(change: dict[str, str], field: str, said: str, admin: Client) -> None:
    reply = admin.post(f"{REPLY}/0", MINE | change)
    assert reply.status_code == 422
    assert said in " ".join(reply.context["form"].errors[field])
    assert not EmailTemplate.objects.exists()


def test_the_preview_fills_in_and_cleans_what_is_posted(admin: Client, department: Department) -> None:
    evil = "<p>For #CUSTOMERNAME#</p><script>alert(1)</script>#MESSAGE#"
    url = f"{REPLY}/{department.brand_id}/preview"
    shown = admin.post(url, MINE | {"html": evil, "subject": "#BRANDNAME# <i>"})
    assert "For Cleo Marsh" in shown.text
    assert "<script>" not in shown.text
    assert "Northwind &lt;i&gt;" in shown.text
    policy = shown.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert policy.endswith("sandbox")
    assert shown.headers["X-Frame-Options"] == "SAMEORIGIN"
    assert not EmailTemplate.objects.exists()
    german = admin.get(f"{LIST}/ticket_reply/de/0/preview").text
    assert "Bitte über dieser Zeile antworten" in german
    assert browser_of(named(AgentFactory, "Ann")).post(url, MINE).status_code == 404


@pytest.mark.parametrize("path", ["nothing/en/0", "ticket_reply/xx/0", "ticket_reply/en/99999"])
@pytest.mark.parametrize("end", ["", "/preview"])
def test_what_does_not_exist_is_not_found(path: str, end: str, admin: Client) -> None:
    assert admin.get(f"{LIST}/{path}{end}").status_code == 404
