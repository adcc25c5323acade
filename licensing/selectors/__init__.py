"""Every read of the licence. `current()` is what others ask."""

from licensing.selectors.current import (
    current,
    happened,
    here,
    licensor_address,
    licensor_host,
    manager,
    seats_taken,
    stored,
    waiting_request,
)
from licensing.selectors.license import GRACE_DAYS, License, State
from licensing.selectors.place import Place
from licensing.selectors.reading import key_facts
from licensing.selectors.telling import WARN, GraceNews, untold_grace

__all__ = [
    "GRACE_DAYS",
    "WARN",
    "GraceNews",
    "License",
    "Place",
    "State",
    "current",
    "happened",
    "here",
    "key_facts",
    "licensor_address",
    "licensor_host",
    "manager",
    "seats_taken",
    "stored",
    "untold_grace",
    "waiting_request",
]
