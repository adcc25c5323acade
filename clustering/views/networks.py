"""From which networks a server may be made active."""

import ipaddress
from collections.abc import Iterable

from django.utils.translation import gettext as _

LOOPBACK = {"127.0.0.0/8", "::1/128"}
PRIVATE = {"10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7"}


def in_words(networks: Iterable[str]) -> list[str]:
    """Loopback and the private ranges by name where all of them are listed, the rest as they are."""
    rest = list(networks)
    found = []
    for members, word in ((LOOPBACK, _("loopback")), (PRIVATE, _("private networks"))):
        if members <= set(rest):
            found.append(word)
            rest = [network for network in rest if network not in members]
    return found + rest


def is_inside(address: str, networks: Iterable[str]) -> bool:
    """Whether an address belongs to one of the networks; what is no address belongs to none."""
    try:
        parsed = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    mapped = getattr(parsed, "ipv4_mapped", None)
    parsed = mapped or parsed
    return any(parsed in ipaddress.ip_network(network, strict=False) for network in networks)
