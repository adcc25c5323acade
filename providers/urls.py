"""Routes of the settings of external providers."""

from django.urls import URLPattern, URLResolver, path, register_converter

from providers.models import Kind
from providers.views import calls, options, provider


class KindConverter:
    """One of the six."""

    regex = "|".join(Kind.values)

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(KindConverter, "provider_kind")

_one = "settings/providers/<provider_kind:kind>"
urlpatterns: list[URLPattern | URLResolver] = [
    path("settings/providers", options.options, name="settings_providers"),
    path("settings/providers/log", calls.calls, name="settings_provider_calls"),
    path("settings/providers/log/<int:call_id>", calls.one, name="settings_provider_call"),
    path(_one, provider.edit, name="settings_provider"),
    path(f"{_one}/test", provider.test, name="settings_provider_test"),
    path(f"{_one}/read", provider.read, name="settings_provider_read"),
]
