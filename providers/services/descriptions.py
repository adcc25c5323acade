"""Descriptions of services: read once, kept as rows with an end, read again after an end or a surprise."""

import threading
from datetime import timedelta

from common.clock import near_now
from common.unit import write_unfenced
from providers import selectors
from providers.errors import CallError
from providers.gateways import Documents, Service, read
from providers.models import Description, Provider

LIFE = timedelta(hours=1)
DOUBT = timedelta(seconds=30)  # a description this young is not doubted
_parsed: dict[str, Service] = {}  # by digest; parsing takes longer than the call
_KEEP = 24
_lock = threading.Lock()


def service_of(url: str, *, seconds: float, fresh: bool = False) -> Service:
    """The described service. An old description serves on when it cannot be read again. Raises CallError."""
    stored = selectors.description(url)
    if stored is not None and not fresh and stored.expires_at > near_now():
        return _service(stored)
    try:
        documents = read(url, seconds=seconds)
    except CallError as error:
        if stored is None or fresh or error.reason == "timeout":
            raise
        return _service(stored)
    return _service(_store(url, documents))


def read_again(provider: Provider) -> str:
    """Reads the description now. What went wrong, "" for nothing."""
    try:
        service_of(provider.url, seconds=provider.timeout_seconds, fresh=True)
    except CallError as error:
        return error.said
    return ""


def doubt(url: str) -> None:
    """The service did not answer as described: the next call reads the description anew."""
    now = near_now()
    _expire(url, now=now)


@write_unfenced
def _expire(url: str, *, now: object) -> None:
    rows = Description.objects.filter(address=selectors.address_key(url), expires_at__gt=now)
    rows.filter(read_at__lt=near_now() - DOUBT).update(expires_at=now)


@write_unfenced
def _store(url: str, documents: Documents) -> Description:
    now = near_now()
    row, _made = Description.objects.update_or_create(
        address=selectors.address_key(url),
        defaults={
            "url": documents.url,
            "documents": documents.texts,
            "summary": documents.methods,
            "digest": documents.digest,
            "read_at": now,
            "expires_at": now + LIFE,
        },
    )
    return row


def _service(row: Description) -> Service:
    with _lock:
        found = _parsed.get(row.digest)
    if found is not None:
        return found
    made = Documents(row.url, row.documents, row.summary, row.digest).service()
    with _lock:
        if len(_parsed) >= _KEEP:
            _parsed.clear()
        _parsed[row.digest] = made
    return made
