"""The first administrator of an empty desk. The password `admin` is stored nowhere: a sign-in backend knows
it as long as the door is open, and who comes in by it chooses a password before anything else."""

from django.contrib.auth.hashers import make_password
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.errors import AddressTakenError, FirstSignInOverError
from accounts.models import Role, User
from accounts.selectors.first import FIRST_ADMIN, NAME, OVER, is_first, is_first_sign_in_open
from accounts.services.roles import sync_builtin_roles
from accounts.services.sessions import end_sessions
from common import options
from common.actor import SYSTEM
from common.audit import record
from common.unit import write


@write
def first_admin() -> User | None:
    """Who signs in as `admin` the first time; made when missing. None once somebody else is known here."""
    if not is_first_sign_in_open():
        return None
    sync_builtin_roles()
    known = {"is_agent": True, "display_name": _("Administrator"), "must_change_password": True}
    known["password"] = make_password(None)
    user, is_new = User.objects.get_or_create(username=NAME, defaults=known)
    if is_new:
        user.roles.set(Role.objects.filter(builtin=Role.Builtin.ADMINISTRATOR))
        options.put(FIRST_ADMIN, user.pk, actor=SYSTEM)
    return user


@write
def settle_first_admin(*, user: User, name: str, address: str, password: str, session_key: str = "") -> User:
    """The first administrator gets a name, an address and a password; the first password opens nothing more.

    The caller has checked the password. Raises AddressTakenError, FirstSignInOverError.
    """
    user = User.objects.select_for_update().get(pk=user.pk)
    if not is_first(user):
        raise FirstSignInOverError
    key = address.strip().lower()
    if User.objects.filter(email_key=key).exclude(pk=user.pk).exists():
        raise AddressTakenError
    user.display_name, user.email, user.email_key = name.strip(), address.strip(), key
    user.email_verified_at, user.must_change_password = timezone.now(), False
    user.set_password(password)
    user.save()
    options.put(FIRST_ADMIN, OVER, actor=user.actor)
    end_sessions(user=user, actor=user.actor, keep=session_key)
    record("user", user.pk, "user.administrator_created", user.actor, {})
    return user


@write
def end_first_sign_in() -> None:
    """Another administrator is made by command: `admin` with the password `admin` never opens this desk."""
    waiting = options.get(FIRST_ADMIN)
    if waiting == OVER:
        return
    options.put(FIRST_ADMIN, OVER, actor=SYSTEM)
    if waiting:
        User.objects.filter(pk=waiting, username=NAME, must_change_password=True).delete()
