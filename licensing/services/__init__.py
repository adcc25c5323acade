"""Every write of the licence."""

from licensing.services.activating import activate_by_answer, activate_online, make_request
from licensing.services.checking import check_again, check_regularly, look
from licensing.services.keeping import remove_key, renew_database_id
from licensing.services.seats import has_free_seat, take_seat
from licensing.services.telling import tell_grace

__all__ = [
    "activate_by_answer",
    "activate_online",
    "check_again",
    "check_regularly",
    "has_free_seat",
    "look",
    "make_request",
    "remove_key",
    "renew_database_id",
    "take_seat",
    "tell_grace",
]
