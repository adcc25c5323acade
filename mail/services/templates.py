"""Templates: the administrator's or the product's, with their variables filled in."""

import html as html_entities
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from django.core.cache import cache
from django.utils.safestring import SafeString

from common import audit
from common import html as html_tools
from common.actor import Actor
from common.site import Site
from common.unit import on_commit, write
from mail.models import EmailTemplate
from mail.selectors.templates import email_template
from mail.services.texts import KEYS, Template, TemplateKey, default_template
from mail.services.texts.catalogue import samples
from mail.services.texts.shape import REPLY_LINE, REPLY_LINES
from organization.models import Brand

_CACHED, _SECONDS = "mail.templates", 3
_VARIABLE = re.compile(r"#([A-Z][A-Z0-9_]{1,40})#")
_EMPTY_BLOCK = re.compile(r"<(div|p)[^>]*>\s*</\1>")


@dataclass(frozen=True, slots=True)
class Rendered:
    """A mail's three parts, ready for the queue."""

    subject: str
    text: str
    html: str


class _Rich(SafeString):
    """Safe HTML whose text is known."""

    text: str = ""


def rich(html: str, text: str) -> SafeString:
    """A variable's value: sanitized HTML for the HTML part, and the same as text for the text part."""
    value = _Rich(html)
    value.text = text
    return value


def template_for(key: str, *, brand_id: int, language: str) -> Template:
    """The template that counts. Raises KeyError for a key that nobody knows."""
    code = language.split("-", maxsplit=1)[0].lower()
    if key not in set(KEYS):
        raise KeyError(key)
    place = f"{_CACHED}:{key}:{brand_id}:{language}"
    version = cache.get(_CACHED, 0)
    found: tuple[object, Template | None] | None = cache.get(place)
    if found is None or found[0] != version:
        own = email_template(key, brand_id=brand_id, languages=tuple(dict.fromkeys((language, code))))
        found = version, Template(own.subject, own.html, own.text) if own is not None else None
        cache.set(place, found, _SECONDS)
    return found[1] or default_template(key, language)


def _templates_changed() -> None:
    """Now for this unit, and after its commit for who has read the old one until then."""
    _forget_templates()
    on_commit(_forget_templates)


def _forget_templates() -> None:
    """Other processes see the change when their few seconds are over."""
    cache.set(_CACHED, secrets.token_hex(4), 2 * _SECONDS)


def render(key: TemplateKey | str, *, brand: Site, language: str, variables: Mapping[str, str]) -> Rendered:
    """Fills a template. Plain strings are escaped in HTML; a SafeString goes in as the HTML it is."""
    template = template_for(str(key), brand_id=brand.id, language=language)
    return filled(template, brand=brand, language=language, variables=variables)


def preview(template: Template, *, brand: Site, language: str) -> Rendered:
    """How an edited template would look, with made-up values; its HTML is sanitized as when it is saved."""
    clean = Template(template.subject, _sanitized(template.html), template.text)
    return filled(clean, brand=brand, language=language, variables=samples(brand, language))


def filled(template: Template, *, brand: Site, language: str, variables: Mapping[str, str]) -> Rendered:
    """A template with its variables filled in; for who fills one many times. Else `render`."""
    code = language.split("-", maxsplit=1)[0].lower()
    values: dict[str, str] = {
        "BRANDNAME": brand.name,
        "BRANDADDRESS": brand.address,
        "BRANDCOLOUR": brand.colour,
        "REPLYLINE": REPLY_LINES.get(code, REPLY_LINE),
        **variables,
    }
    plain = {name: _plain(value) for name, value in values.items()}
    rich = {name: _rich(value) for name, value in values.items()}
    subject = " ".join(_fill(template.subject, plain).split())
    html = _EMPTY_BLOCK.sub("", _fill(template.html, rich))
    text = re.sub(r"\n{3,}", "\n\n", _fill(template.text, plain)).strip()
    return Rendered(subject, f"{text}\n", html)


def _plain(value: str) -> str:
    if isinstance(value, _Rich) and value.text:
        return value.text
    return _text_of(str(value)) if isinstance(value, SafeString) else str(value)


@lru_cache(maxsize=200)
def _text_of(html: str) -> str:
    """Signatures above all: the same few again and again."""
    return html_tools.to_text(html)


def _rich(value: str) -> str:
    if isinstance(value, SafeString):
        return str(value)
    return html_entities.escape(str(value)).replace("\n", "<br>")


def _fill(template: str, values: Mapping[str, str]) -> str:
    """In one pass: a variable's value is never looked through for variables."""
    return _VARIABLE.sub(lambda match: values.get(match[1], ""), template)


@write
def save_template(
    *, key: str, brand: Brand | None, language: str, subject: str, html: str, text: str, actor: Actor
) -> EmailTemplate:
    """The administrator's own words for a key; the HTML is sanitized. Raises KeyError."""
    row, _made = EmailTemplate.objects.update_or_create(
        scope=brand.pk if brand else 0,
        key=TemplateKey(key).value,
        language=language,
        defaults={
            "brand": brand,
            "subject": " ".join(subject.split())[:300],
            "html": _sanitized(html),
            "text": text,
        },
    )
    _templates_changed()
    audit.record("mail_template", row.pk, "template.saved", actor, {"key": key, "language": language})
    return row


def _sanitized(html: str) -> str:
    """Sanitizes around the variables: a link to #LINK# is one, although it has no scheme yet."""
    marked = re.sub(r'href="#([A-Z0-9_]+)#"', r'href="https://variable.invalid/\1"', html)
    marked = marked.replace("#BRANDCOLOUR#", "#010203")
    clean = (
        html_tools.sanitize(marked)
        .replace("#010203", "#BRANDCOLOUR#")
        .replace("rgb(1, 2, 3)", "#BRANDCOLOUR#")
    )
    return re.sub(r'href="https://variable\.invalid/([A-Z0-9_]+)"', r'href="#\1#"', clean)


@write
def reset_template(*, row: EmailTemplate, actor: Actor) -> None:
    """Back to the product's own."""
    audit.record("mail_template", row.pk, "template.reset", actor, {"key": row.key, "language": row.language})
    EmailTemplate.objects.filter(pk=row.pk).delete()
    _templates_changed()
