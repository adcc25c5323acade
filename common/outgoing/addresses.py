"""Which addresses may be connected to. The check is made on the address that is used, not on the name."""

import ipaddress
import socket
from urllib.parse import urlsplit

from django.conf import settings

from common.outgoing.errors import OutgoingError

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
_NAT64 = ipaddress.ip_network("64:ff9b::/96")


def _plain(address: Address) -> Address:
    """The IPv4 address that an IPv6 one stands for, where it does."""
    if isinstance(address, ipaddress.IPv4Address):
        return address
    if address in _NAT64:
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour or address


def check_address(text: str) -> str:
    """The address again. Raises OutgoingError for one that may not be reached.

    Loopback and private networks only with OUTGOING_PRIVATE; link-local (where clouds keep their secrets),
    multicast and reserved ones never.
    """
    address = _plain(ipaddress.ip_address(text.partition("%")[0]))
    if address.is_link_local or address.is_multicast or address.is_unspecified:
        raise OutgoingError("forbidden", f"{text} may not be reached")
    if address.is_global:
        return text
    if address.is_reserved and not address.is_loopback and not address.is_private:
        raise OutgoingError("forbidden", f"{text} may not be reached")
    if not settings.OUTGOING_PRIVATE:
        raise OutgoingError("forbidden", f"{text} lies in a private network; OUTGOING_PRIVATE allows it")
    return text


def resolve(host: str, port: int) -> list[str]:
    """The allowed addresses of a name. Raises OutgoingError when it has none, or any that is not allowed."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise OutgoingError("unreachable", f"No address is known for {host}") from error
    return [check_address(str(entry[4][0])) for entry in found]


def check_url(url: str) -> str:
    """The URL again. Raises OutgoingError unless it is http(s) with a host; an address is checked."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise OutgoingError("bad_url", f"{url[:200]} is no address of a web server") from error
    if parts.scheme not in {"http", "https"} or not parts.hostname or port == 0:
        raise OutgoingError("bad_url", f"{url[:200]} is no address of a web server")
    try:
        ipaddress.ip_address(parts.hostname)
    except ValueError:
        return url
    check_address(parts.hostname)
    return url
