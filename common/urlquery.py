"""The query of an address that is a setting: DATABASE_URL, STORAGE_URL."""

from collections.abc import Collection
from urllib.parse import parse_qsl

from django.core.exceptions import ImproperlyConfigured


def parse(setting: str, query: str, known: Collection[str]) -> dict[str, str]:
    """Names and values. Raises ImproperlyConfigured, without a value: it may be a secret."""
    found: dict[str, str] = {}
    for name, value in parse_qsl(query, keep_blank_values=True):
        if name not in known:
            names = ", ".join(known) or "none"
            raise ImproperlyConfigured(f"{setting}: unknown option “{name}”. Known here: {names}.")
        if name in found:
            raise ImproperlyConfigured(f"{setting}: the option “{name}” is given twice.")
        found[name] = value
    return found
