"""Passwords: first, changed, forgotten."""

from django.utils import timezone

from accounts.errors import PasswordNotChangeableError, WrongPasswordError
from accounts.models import PersonalToken, User
from accounts.permissions import CHANGE_PASSWORD, PASSWORDS_MAY_CHANGE
from accounts.selectors import permissions_of
from accounts.services import tokens
from accounts.services.mails import send
from accounts.services.sessions import end_sessions
from common import options, site
from common.audit import record
from common.unit import write


def set_first_password(user: User, password: str) -> None:
    """In the unit of a claim or an invitation: the link also proves the address."""
    user.set_password(password)
    user.must_change_password = False
    user.email_verified_at = user.email_verified_at or timezone.now()
    user.save(update_fields=["password", "must_change_password", "display_name", "email_verified_at"])
    tokens.forget(user)


def may_change(user: User) -> bool:
    """Agents always may; customers as the portal's option and their roles say."""
    if not user.has_usable_password():
        return False
    if user.is_agent:
        return True
    return bool(options.get(PASSWORDS_MAY_CHANGE)) and CHANGE_PASSWORD in permissions_of(user)


@write
def ask_to_reset(*, address: str) -> None:
    """Mails a link where there is somebody to mail it to; the caller says the same in any case."""
    user = User.objects.filter(email_key=address.strip().lower(), is_active=True).first()
    if user is None:
        return
    if user.directory_id is not None and not user.has_usable_password():
        values = {"person": user, "directory": user.directory}
        send("account_directory", to=user.email, language=user.language, values=values)
        return
    purpose, name, path = PersonalToken.Purpose.RESET, "account_reset", "reset"
    if not user.has_account:
        purpose, name, path = PersonalToken.Purpose.CLAIM, "account_claim", "claim"
    text, until = tokens.issue(user, purpose)
    link = f"{site.current().address}/account/{path}/{text}"
    send(name, to=user.email, language=user.language, values={"person": user, "link": link, "until": until})


@write
def reset(*, token: str, password: str) -> User:
    """Sets a new password behind a mailed link and signs out everywhere. Raises BadTokenError."""
    user = tokens.use(token, PersonalToken.Purpose.RESET).user
    set_first_password(user, password)
    end_sessions(user=user, actor=user.actor)
    record("user", user.pk, "user.password_reset", user.actor, {})
    return user


@write
def change_password(*, user: User, old: str, new: str, session_key: str = "") -> User:
    """Changes one's own password and signs out everywhere else.

    Raises PasswordNotChangeableError, WrongPasswordError.
    """
    if not user.must_change_password and not may_change(user):
        raise PasswordNotChangeableError
    if not user.check_password(old):
        raise WrongPasswordError
    user.set_password(new)
    user.must_change_password = False
    user.save(update_fields=["password", "must_change_password"])
    tokens.forget(user)
    end_sessions(user=user, actor=user.actor, keep=session_key)
    record("user", user.pk, "user.password_changed", user.actor, {})
    if user.email:
        send("password_changed", to=user.email, language=user.language, values={"person": user})
    return user
