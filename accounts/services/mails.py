"""Mails about accounts: in the person's language, under the current brand, by Django's backend."""

from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils import translation

from common import site


def send(name: str, *, to: str, language: str, values: dict[str, Any]) -> None:
    """Renders templates/accounts/mail/`name`.txt and .html and hands the mail to the backend.

    The first line of the text is the subject.
    """
    brand = site.current()
    known = dict(settings.LANGUAGES)
    with translation.override(language if language in known else brand.language):
        context = {"site": brand, **values}
        subject, _, text = render_to_string(f"accounts/mail/{name}.txt", context).strip().partition("\n")
        html = render_to_string(f"accounts/mail/{name}.html", context | {"subject": subject})
    sender = f'"{brand.sender_name.replace(chr(34), "")}" <{brand.sender_address}>'
    mail = EmailMultiAlternatives(subject.strip(), text.strip() + "\n", sender, [to])
    mail.attach_alternative(html, "text/html")
    mail.send()
