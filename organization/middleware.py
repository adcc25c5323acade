"""The request's brand."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from common import site
from organization.selectors import site_for


class SiteMiddleware:
    """Sets `common.site.current()` by the host name."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with site.use(site_for(request.get_host())):
            return self.get_response(request)
