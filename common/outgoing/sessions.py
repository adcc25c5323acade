"""A session of `requests` that keeps to the limits, whoever uses it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import requests
from requests.adapters import HTTPAdapter
from urllib3.exceptions import ConnectTimeoutError, HTTPError, NewConnectionError, SSLError

from common.outgoing.addresses import check_url
from common.outgoing.connections import POOLS, Deadline, state
from common.outgoing.errors import OutgoingError
from common.unit import assert_no_transaction

_CHUNK = 64 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """`seconds` for the whole call with its redirects; `size` of an answer's body in bytes."""

    seconds: float = 10
    size: int = 1024 * 1024
    redirects: int = 3
    user_agent: str = "helpdesk"


class _Adapter(HTTPAdapter):
    """Connects through the guard and reads each answer, those that redirect too, no further than allowed."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        super().__init__(max_retries=0, pool_connections=1, pool_maxsize=1)
        self.poolmanager.pool_classes_by_scheme = POOLS

    def send(self, request: requests.PreparedRequest, *args: Any, **kwargs: Any) -> requests.Response:
        check_url(request.url or "")
        kwargs |= {"stream": True, "proxies": None, "timeout": state.deadline.left if state.deadline else 1}
        response = super().send(request, *args, **kwargs)
        response._content = self._body(response)
        response._content_consumed = True
        # We asked for the end of the connection: a server that is slow to close would fail the next call.
        self.poolmanager.clear()
        return response

    def _body(self, response: requests.Response) -> bytes:
        length = response.headers.get("Content-Length", "")
        parts: list[bytes] = []
        size = int(length) if length.isdigit() else 0
        if size <= self.limits.size:
            size = 0
            for chunk in response.iter_content(_CHUNK):
                size += len(chunk)
                parts.append(chunk)
                if size > self.limits.size:
                    break
        if size > self.limits.size:
            response.close()
            raise OutgoingError("too_big", f"The answer is larger than {self.limits.size} bytes")
        response.close()
        return b"".join(parts)


class GuardedSession(requests.Session):
    """Ignores proxies and passwords of the environment: what is sent where is said by the caller alone."""

    def __init__(self, limits: Limits) -> None:
        super().__init__()
        self.limits = limits
        self.trust_env = False
        self.max_redirects = limits.redirects
        self.headers["User-Agent"] = limits.user_agent
        self.headers["Accept-Encoding"] = "identity"
        self.headers["Connection"] = "close"
        for scheme in ("http://", "https://"):
            self.mount(scheme, _Adapter(limits))

    def request(self, method: str, url: str, *args: Any, **kwargs: Any) -> requests.Response:  # type: ignore[override]  # the arguments are those of requests
        """Raises OutgoingError; RuntimeError inside the transaction of a service."""
        assert_no_transaction()
        with Deadline(self.limits.seconds) as deadline:
            state.deadline = deadline
            try:
                response = super().request(method, check_url(url), *args, **kwargs)
            except (requests.RequestException, HTTPError, OSError, UnicodeError) as error:
                raise _reason(error, deadline, is_sent=not _never_connected(error)) from error
            finally:
                state.deadline = None
        if deadline.is_over:  # a body without a length looks complete when it was cut off
            raise OutgoingError("timeout", f"No complete answer within {deadline.seconds:g} seconds")
        return response


def _never_connected(error: Exception) -> bool:
    """Did it fail before a byte of the request could leave? `requests` wraps what our connections raise."""
    cause = getattr(error.args[0] if error.args else None, "reason", error)
    return isinstance(
        cause, NewConnectionError | ConnectTimeoutError | requests.exceptions.SSLError | SSLError
    )


def _reason(error: Exception, deadline: Deadline, *, is_sent: bool) -> OutgoingError:
    """What went wrong, in our words; `requests` wraps what our own connections raise."""
    if deadline.is_over or isinstance(error, requests.Timeout):
        said = f"No complete answer within {deadline.seconds:g} seconds"
        return OutgoingError("timeout", said, is_sent=is_sent)
    if isinstance(error, requests.TooManyRedirects):
        return OutgoingError("redirects", "Redirected too often")
    if isinstance(error, requests.exceptions.SSLError):
        return OutgoingError("tls", f"No trusted connection: {error}"[:500], is_sent=is_sent)
    if isinstance(error, requests.exceptions.InvalidURL | requests.exceptions.InvalidSchema | UnicodeError):
        return OutgoingError("bad_url", f"No address of a web server: {error}"[:500])
    if "BadStatusLine" in repr(error) or isinstance(error, requests.exceptions.ContentDecodingError):
        return OutgoingError("garbage", "The answer is no HTTP")
    return OutgoingError("unreachable", f"Not reached: {error}"[:500], is_sent=is_sent)


def session(limits: Limits | None = None, *, headers: Mapping[str, str] | None = None) -> GuardedSession:
    """A session for one server and one call, or a few in a row; close it, or use it in a `with`."""
    made = GuardedSession(limits or Limits())
    made.headers.update(headers or {})
    return made
