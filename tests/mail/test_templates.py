"""Templates in three parts."""

import pytest
from django.utils.safestring import mark_safe
from pytest_django import DjangoAssertNumQueries

from common.actor import SYSTEM
from common.site import Site
from mail import services
from mail.parsing import parse, quotes
from mail.services.templates import filled
from mail.services.texts import KEYS, TemplateKey, default_template
from organization.models import Brand

SITE = Site(
    0, "Northwind & Sons", "#0b666a", "https://desk.northwind.example", "Northwind", "desk@northwind.example"
)


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["en", "de", "de-AT", "fr"])
@pytest.mark.parametrize("key", KEYS)
def test_every_template_is_whole(key: TemplateKey, language: str) -> None:
    mail = services.render(
        key, brand=SITE, language=language, variables={"SUBJECT": "x", "LINK": "https://x"}
    )
    assert "#" not in mail.subject
    assert "Northwind & Sons" in mail.text
    assert "Northwind &amp; Sons" in mail.html
    assert all(f"#{name}" not in mail.html for name in ("BRAND", "CUSTOMER", "TICKET", "LINK"))


@pytest.mark.django_db
def test_plain_values_are_escaped_and_safe_ones_are_not() -> None:
    values = {"CUSTOMERNAME": "<b>Cleo</b> #TICKETLINK#", "MESSAGE": mark_safe("<p>Hi <i>there</i></p>")}
    mail = services.render(
        "ticket_auto_response", brand=SITE, language="en", variables=values | {"TICKETLINK": "https://secret"}
    )
    assert (
        "&lt;b&gt;Cleo&lt;/b&gt; #TICKETLINK#" in mail.html
    )  # a value is never looked through for variables
    assert "<i>there</i>" in mail.html
    assert "Hi there" in mail.text
    assert "<i>" not in mail.text


@pytest.mark.django_db
def test_an_answer_is_cut_at_the_reply_line() -> None:
    mail = services.render(
        "ticket_reply", brand=SITE, language="de", variables={"MESSAGE": mark_safe("<p>Hallo</p>")}
    )
    quoted = "\n".join(f"> {line}" for line in mail.text.splitlines())
    assert quotes.split(f"Danke!\n\nAm 24.11.2026 um 10:00 schrieb Ann:\n{quoted}")[0] == "Danke!"
    raw = f"Content-Type: text/html; charset=utf-8\n\n<p>Danke!</p><blockquote>{mail.html}</blockquote>"
    assert parse(raw.encode()).new_text == "Danke!"


@pytest.mark.django_db
def test_the_administrators_words_go_first() -> None:
    brand = Brand.objects.create(name="Skiff", host="skiff.example")
    html = '<p onclick="x()"><a href="#LINK#" style="color:#BRANDCOLOUR#">Go</a></p><script>x</script>'
    for owner, subject in ((None, "For all #BRANDNAME#"), (brand, "For #BRANDNAME#")):
        services.save_template(
            key="account_reset",
            brand=owner,
            language="en",
            subject=subject,
            html=html,
            text="#LINK#",
            actor=SYSTEM,
        )
    values = {"LINK": "https://desk.example/reset"}
    mail = services.render("account_reset", brand=brand.site, language="en", variables=values)
    assert (mail.subject, mail.text) == ("For Skiff", "https://desk.example/reset\n")
    assert 'href="https://desk.example/reset"' in mail.html
    assert "script" not in mail.html
    assert "onclick" not in mail.html
    assert services.render("account_reset", brand=SITE, language="en", variables=values).subject.startswith(
        "For all"
    )
    assert services.render("account_reset", brand=SITE, language="de", variables=values).subject.startswith(
        "Ein neues"
    )


@pytest.mark.django_db
def test_an_unknown_key_is_an_error() -> None:
    with pytest.raises(KeyError):
        services.render("no_such_mail", brand=SITE, language="en", variables={})


@pytest.mark.django_db
def test_a_changed_template_counts_at_once_and_is_asked_for_once(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    brand = Brand.objects.create(name="Skiff", host="skiff.example")

    def subject() -> str:
        return services.render("account_reset", brand=brand.site, language="en", variables={}).subject

    product = subject()
    with django_assert_num_queries(0):
        assert subject() == product
    row = services.save_template(
        key="account_reset", brand=None, language="en", subject="Ours", html="", text="", actor=SYSTEM
    )
    assert subject() == "Ours"
    services.reset_template(row=row, actor=SYSTEM)
    assert subject() == product


def test_a_message_whose_text_is_known_is_not_read_from_its_html() -> None:
    site = Site(1, "Skiff", "#112233", "https://desk.example", "Skiff", "desk@skiff.example")
    values = {"MESSAGE": services.rich("<p>As <b>HTML</b></p>", "As text"), "SUBJECT": "Sails"}
    template = default_template("ticket_auto_response", "en")
    mail = filled(template, brand=site, language="en", variables=values)
    assert "<p>As <b>HTML</b></p>" in mail.html
    assert "As text" in mail.text
    assert "As HTML" not in mail.text
