"""Who is at the other end of a request: the address, behind trusted proxies only as they say it."""

import ipaddress

from django.conf import settings
from django.http import HttpRequest
from django.http.request import split_domain_port

FORWARDING = ("HTTP_X_FORWARDED_FOR", "HTTP_FORWARDED", "HTTP_X_REAL_IP", "HTTP_X_FORWARDED_HOST", "HTTP_VIA")


def _is_trusted(address: str) -> bool:
    try:
        parsed = ipaddress.ip_address(address)
        return any(parsed in ipaddress.ip_network(proxy, strict=False) for proxy in settings.TRUSTED_PROXIES)
    except ValueError:
        return False


def client_address(request: HttpRequest) -> str:
    """The client's address. What a header says counts only when a trusted proxy wrote it."""
    address: str = request.META.get("REMOTE_ADDR", "") or ""
    hops = [hop.strip() for hop in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if hop.strip()]
    while hops and _is_trusted(address):
        address = hops.pop()
    return address[:45]


def certain_address(request: HttpRequest) -> str:
    """As `client_address`, but nothing where a header names somebody whom no trusted proxy vouches for.

    A proxy that is not trusted would else make the whole world look like itself.
    """
    is_forwarded = any(header in request.META for header in FORWARDING)
    if is_forwarded and not _is_trusted(request.META.get("REMOTE_ADDR", "") or ""):
        return ""
    return client_address(request)


def is_local(request: HttpRequest) -> bool:
    """True for a browser on this very machine, with no proxy in between."""
    if any(header in request.META for header in FORWARDING):
        return False
    address = request.META.get("REMOTE_ADDR", "")
    return _is_loopback(address)


def _is_loopback(address: str) -> bool:
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return False
    inner = parsed.ipv4_mapped if isinstance(parsed, ipaddress.IPv6Address) else None
    return (inner or parsed).is_loopback


def is_on_this_machine(request: HttpRequest) -> bool:
    """`is_local`, and asked for by a name of this machine alone: a page of another site, whose name somebody
    let point here, is not meant."""
    name = split_domain_port(request.get_host())[0].strip("[]")
    return is_local(request) and (name == "localhost" or name.endswith(".localhost") or _is_loopback(name))
