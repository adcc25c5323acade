"""Single sign-on: another site of the company sets a cookie that says who is signed in there.

The value is `name|expires|signature`: the user name percent-encoded, the end as seconds since 1970, and the
HMAC in hex over `name|expires` with the secret that both sites know.
"""

import hashlib
import hmac
import time
from collections.abc import Mapping
from urllib.parse import quote, unquote

from providers import selectors
from providers.models import Kind, Provider

MAX_NAME = 150
_SKEW = 60  # seconds by which the clocks of two servers may differ


def cookie_username(cookies: Mapping[str, str]) -> str:
    """The user name that the other site's cookie proves; "" for none, a wrong or an old one.

    One SQL statement. Never says what was wrong: the value is a secret.
    """
    provider = selectors.provider(Kind.LOGIN)
    if not provider.is_usable or not provider.cookie_name or not provider.cookie_secret:
        return ""
    value = cookies.get(provider.cookie_name, "")
    now = time.time()
    # some sites encode the whole value once more when they set the cookie
    return proved_name(provider, value, now=now) or proved_name(provider, unquote(value), now=now)


def proved_name(provider: Provider, value: str, *, now: float) -> str:
    """The name in a cookie's value, if the signature fits and its time has not passed."""
    parts = value.split("|")
    if len(parts) != 3:
        return ""
    name, expires, signature = parts
    if not hmac.compare_digest(_signature(provider, name, expires).encode(), signature.lower().encode()):
        return ""
    if not (expires.isascii() and expires.isdecimal() and len(expires) <= 12):
        return ""
    left = int(expires) - now
    if left < 0 or left > provider.cookie_minutes * 60 + _SKEW:
        return ""
    return unquote(name)[:MAX_NAME]


def signed_value(provider: Provider, username: str, expires: int) -> str:
    """What the other site writes into its cookie: for the example on the settings page, and for tests."""
    name = quote(username, safe="")
    return f"{name}|{expires}|{_signature(provider, name, str(expires))}"


def _signature(provider: Provider, name: str, expires: str) -> str:
    digest = hashlib.sha512 if provider.cookie_digest == Provider.Digest.SHA512 else hashlib.sha256
    return hmac.new(provider.cookie_secret.encode(), f"{name}|{expires}".encode(), digest).hexdigest()
