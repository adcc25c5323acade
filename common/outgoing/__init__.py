"""HTTP to servers of others: limited in time, size and redirects; to private networks only when allowed.

    with outgoing.session(Limits(seconds=10)) as http:
        answer = http.post(url, data=body)

The session is one of `requests` in all else, so libraries that want one can have it. Whatever goes wrong on
the way is an `OutgoingError` that says why and whether it pays to try again.
"""

from common.outgoing.addresses import check_address, check_url
from common.outgoing.errors import OutgoingError
from common.outgoing.sessions import GuardedSession, Limits, session

__all__ = ["GuardedSession", "Limits", "OutgoingError", "check_address", "check_url", "session"]
