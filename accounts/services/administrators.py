"""The first administrator of an empty desk."""

from django.utils import timezone

from accounts.errors import AddressTakenError
from accounts.models import Role, User
from accounts.services.first import end_first_sign_in
from accounts.services.roles import sync_builtin_roles
from common.actor import SYSTEM
from common.audit import record
from common.unit import write
from licensing.services import take_seat


@write
def create_administrator(
    *, name: str, address: str, password: str, must_change_password: bool = False
) -> User:
    """An agent with the role Administrator. The caller has checked the password.

    The first one never needs a licence. Raises AddressTakenError, NoSeatError.
    """
    sync_builtin_roles()
    end_first_sign_in()
    key = address.strip().lower()
    if User.objects.filter(email_key=key).exists() or User.objects.filter(username=key).exists():
        raise AddressTakenError
    take_seat()
    user = User(
        username=key,
        email=address.strip(),
        email_key=key,
        display_name=name.strip(),
        is_agent=True,
        email_verified_at=timezone.now(),
        must_change_password=must_change_password,
    )
    user.set_password(password)
    user.save(force_insert=True)
    user.roles.set(Role.objects.filter(builtin=Role.Builtin.ADMINISTRATOR))
    record("user", user.pk, "user.administrator_created", SYSTEM, {})
    return user
