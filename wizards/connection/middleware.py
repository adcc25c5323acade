"""Deny by default: without the cookie there is the page that says where the link stands, and nothing else."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.utils.cache import add_never_cache_headers

from common import peer
from wizards.connection import door

Next = Callable[[HttpRequest], HttpResponseBase]


class DoorMiddleware:
    """The last of the middleware: static files and the check of forms come before it."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self._answer(request)
        add_never_cache_headers(response)
        return response

    def _answer(self, request: HttpRequest) -> HttpResponseBase:
        if door.is_valid(request.COOKIES.get(door.COOKIE, "")):
            if "token" in request.GET:
                return HttpResponseRedirect("/")
            return self.get_response(request)
        token = request.GET.get("token", "")
        if token and door.the_door.open_with(token.strip(), peer.client_address(request)):
            return _let_in(request)
        return _stranger(request, is_wrong=bool(token))


def _let_in(request: HttpRequest) -> HttpResponse:
    response = HttpResponseRedirect("/")
    response.set_cookie(
        door.COOKIE,
        door.cookie(),
        max_age=door.COOKIE_SECONDS,
        httponly=True,
        secure=request.is_secure(),
        samesite="Lax",
    )
    return response


def _stranger(request: HttpRequest, *, is_wrong: bool) -> HttpResponse:
    is_closed = door.the_door.is_closed_for(peer.client_address(request))
    status = 429 if is_closed else 403
    words = {"step": "you", "is_wrong": is_wrong, "is_closed": is_closed}
    return render(request, "wizards/connection/stranger.html", words, status=status)
