"""All routes. Each app brings its own; this is the only place that knows them all."""

from django.urls import URLPattern, URLResolver, include, path

from helpdesk import health

handler500 = "helpdesk.broken.handler500"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("clustering.urls")),
    path("", include("accounts.urls")),
    path("", include("organization.urls")),
    path("", include("events.urls")),
    path("", include("licensing.urls")),
    path("", include("mail.urls")),
    path("", include("providers.urls")),
    path("", include("tickets.urls.portal")),
    path("agent/", include("tickets.urls.agent")),
    path("", include("wizards.urls")),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
]
