"""The very first sign-in of an empty desk: `admin` with the password `admin`, once, on the machine itself."""

from accounts.models import User
from common import options

NAME = PASSWORD = "admin"  # noqa: S105 - opens nothing but the choice of a real one
# who is to choose a password (a person's id); NEVER: nobody has come yet; OVER: that door is shut for good
FIRST_ADMIN = options.declare("accounts.first_admin", 0)
NEVER, OVER = 0, -1


def is_first_sign_in_open() -> bool:
    """True while nobody but the queue, and the one who is to choose a password, is known here."""
    state = options.get(FIRST_ADMIN)
    if state == OVER:
        return False
    return not User.objects.exclude(pk__in=[User.QUEUE_ID, state]).exists()


def is_first(user: User) -> bool:
    """Has this person signed in by the first password, and chosen none yet? No SQL for all others."""
    waits = user.must_change_password and user.username == NAME
    return waits and bool(options.get(FIRST_ADMIN) == user.pk)
