"""What every page's template gets."""

from typing import Any

from django.http import HttpRequest

from common import site


def page(request: HttpRequest) -> dict[str, Any]:
    """The brand and the reader's display preferences."""
    user = getattr(request, "user", None)
    preferences = getattr(user, "preferences", None) or {}
    return {"site": site.current(), "prefs": preferences}
