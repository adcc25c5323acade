"""Customers whom the login provider knows: made on their first sign-in, linked by its user name."""

from collections.abc import Mapping

from accounts.models import User, UserValue
from common import site
from common.actor import Actor
from common.audit import record
from common.unit import write
from customfields import services as customfields
from customfields.selectors import by_names
from providers.models import LoginLink

PROVIDER = Actor("provider", 0, "Login provider")
_ADDRESS, _NAME = 254, 120


@write
def linked_customer(
    *, login: str, email: str = "", display_name: str = "", fields: Mapping[str, str] | None = None
) -> User | None:
    """The customer of this user name, as the provider describes them now; None for one who may not sign in.

    Somebody new is found by address, if the provider names one that belongs to nobody else; else a customer
    is made, without an address if there is none. Agents are never found: they sign in by themselves.
    """
    key = login.strip().lower()[:_ADDRESS]
    link = LoginLink.objects.select_related("user").filter(name=key).first()
    user = link.user if link is not None else _first_time(key, email.strip()[:_ADDRESS])
    if user is None or user.is_agent or not user.is_active:
        return None
    _describe(user, email.strip()[:_ADDRESS], " ".join(display_name.split())[:_NAME])
    values = by_names(dict(fields or {}))
    customfields.save(UserValue, user, values, actor=PROVIDER, item_kind="user")
    return user


def _first_time(key: str, email: str) -> User | None:
    user = _known(key, email) or _create(key, email)
    LoginLink.objects.create(name=key, user=user)
    record("user", user.pk, "user.linked", PROVIDER, {"name": key})
    return user


def _known(key: str, email: str) -> User | None:
    """A customer of this name or address whom no other user name of the provider has."""
    free = User.objects.filter(is_agent=False, login_link=None).exclude(pk=User.QUEUE_ID)
    by_name = free.filter(username=key).first()
    return by_name or (free.filter(email_key=email.lower()).first() if email else None)


def _create(key: str, email: str) -> User:
    """A customer without a password of ours. Name and address that somebody has are left to them."""
    is_free = bool(email) and not User.objects.filter(email_key=email.lower()).exists()
    taken = User.objects.filter(username=key).exists()
    user = User(
        username=f"{key[:230]}#provider" if taken else key,
        email=email if is_free else "",
        email_key=email.lower() if is_free else None,
        language=site.current().language,
    )
    user.set_unusable_password()
    user.save(force_insert=True)
    return user


def _describe(user: User, email: str, name: str) -> None:
    """The provider's word on name and address counts, unless the address is somebody else's."""
    changed: dict[str, list[str]] = {}
    if name and name != user.display_name:
        changed["display_name"] = [user.display_name, name]
        user.display_name = name
    if email and email.lower() != (user.email_key or "") and _is_free(email, user):
        changed["email"] = [user.email, email]
        user.email, user.email_key = email, email.lower()
    if changed:
        user.save(update_fields=["display_name", "email", "email_key"])
        record("user", user.pk, "user.edited", PROVIDER, {"changed": changed})


def _is_free(email: str, user: User) -> bool:
    return not User.objects.filter(email_key=email.lower()).exclude(pk=user.pk).exists()
