"""Routes of the licence's settings."""

from django.urls import URLPattern, URLResolver, path

from licensing.views import answers, keys, page

_BASE = "settings/licensing"
urlpatterns: list[URLPattern | URLResolver] = [
    path(_BASE, page.licensing, name="settings_licensing"),
    path(f"{_BASE}/check", page.check, name="settings_licensing_check"),
    path(f"{_BASE}/remove", page.remove, name="settings_licensing_remove"),
    path(f"{_BASE}/key", keys.key, name="settings_licensing_key"),
    path(f"{_BASE}/key/online", keys.online, name="settings_licensing_online"),
    path(f"{_BASE}/key/request", answers.request_file, name="settings_licensing_request"),
    path(f"{_BASE}/answer", answers.answer, name="settings_licensing_answer"),
]
