"""The licensor on line: HTTPS, one question, one signed answer."""

import json
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from common import outgoing
from common.text import Text
from licensing.errors import EndedError, LicenseError, LicensorError, RevokedError
from licensing.papers import Request

LIMITS = outgoing.Limits(seconds=15, size=64 * 1024, redirects=0)
_LOCAL = {"localhost", "127.0.0.1", "::1"}
_SAID: dict[str, Text] = {
    "unknown_key": _("The licensor does not know this key."),
    "too_many": _(
        "This key is active at as many places as it may be. "
        "Ask the licensor to release one that is not used any more."
    ),
    "bad_request": _("The licensor did not understand the request."),
    "slow_down": _("The licensor has been asked too often. Try again in some minutes."),
}
_REASONS: dict[str, Text] = {
    "timeout": _("The licensor did not answer in time. Check that a firewall lets HTTPS out to port 443."),
    "unreachable": _("The licensor was not reached. Check that a firewall lets HTTPS out to port 443."),
    "tls": _("The licensor has no certificate that this server trusts."),
    "forbidden": _("The licensor's address lies in a private network. OUTGOING_PRIVATE allows that."),
}


def activate(request: Request) -> str:
    """The signed answer's text. Raises LicenseError."""
    return _post("/activate", request)


def confirm(request: Request) -> str:
    """As `activate`, without counting as a new place."""
    return _post("/confirm", request)


def _address(path: str) -> str:
    url = str(settings.LICENSOR_URL).rstrip("/")
    parts = urlsplit(url)
    if parts.scheme != "https" and parts.hostname not in _LOCAL:
        raise LicensorError(_("The licensor's address (LICENSOR_URL) must begin with https://."))
    return url + path


def _post(path: str, request: Request) -> str:
    url = _address(path)
    try:
        with outgoing.session(LIMITS) as http:
            response = http.post(url, json=request.as_dict(), verify=settings.LICENSOR_CA or True)
    except outgoing.OutgoingError as error:
        said = _REASONS.get(error.reason, _("The licensor's answer could not be read."))
        raise LicensorError(said) from error
    return _answer(response.status_code, response.content)


def _answer(status: int, body: bytes) -> str:
    try:
        said: Any = json.loads(body)
        said = said if isinstance(said, dict) else {}
    except ValueError:
        said = {}
    if status == 200 and isinstance(said.get("answer"), str):
        return str(said["answer"])
    raise _refusal(str(said.get("error", "")))


def _refusal(code: str) -> LicenseError:
    if code == "revoked":
        return RevokedError()
    if code == "ended":
        return EndedError()
    return LicensorError(_SAID.get(code, _("The licensor's answer could not be read.")))
