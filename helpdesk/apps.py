from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class HelpdeskConfig(AppConfig):
    """The last of INSTALLED_APPS: when it is ready, all apps have their models."""

    name = "helpdesk"

    def ready(self) -> None:
        autodiscover_modules("permissions", "sentences", "automation", "subscribers", "ui", "jobs")
