"""Parts of pages that are the same for everybody with the same rights and language: drawn once a process."""

from functools import lru_cache

from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from organization.selectors import Scope


@lru_cache(maxsize=512)
def _drawn(template: str, language: str, may: frozenset[str], **values: int | str) -> SafeString:
    return render_to_string(template, {"may": may, **values})


def fixed(template: str, scope: Scope, **values: int | str) -> SafeString:
    """The template with the person's rights as `may` and a few plain values; never with anything secret."""
    return _drawn(template, get_language() or "", scope.permissions, **values)
