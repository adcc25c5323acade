"""Choices that several forms offer."""

import zoneinfo
from functools import lru_cache

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from common.text import Text


@lru_cache(maxsize=1)
def _zones() -> list[tuple[str, str]]:
    names = sorted(
        name for name in zoneinfo.available_timezones() if "/" in name and not name.startswith("Etc/")
    )
    return [(name, name.replace("_", " ")) for name in ["UTC", *names]]


def zones() -> list[tuple[str, Text]]:
    """Time zones; nothing means the desk's."""
    return [("", _("As the desk")), *_zones()]


def languages() -> list[tuple[str, Text]]:
    """Languages of the pages; nothing means the brand's or the browser's."""
    return [("", _("As the browser says")), *settings.LANGUAGES]
