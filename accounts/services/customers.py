"""Customers: known by address, registered, verified."""

import secrets
from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.errors import AddressTakenError
from accounts.models import PersonalToken, User
from accounts.services import tokens
from accounts.services.mails import send
from accounts.services.noting import note_values
from accounts.services.passwords import set_first_password
from common import site
from common.actor import SYSTEM, Actor
from common.audit import record
from common.unit import write

MAX_ADDRESS = 254


def _free_username(key: str) -> str:
    """The address itself, unless somebody's user name is like it."""
    if not User.objects.filter(username=key).exists():
        return key
    return f"{key[:240]}#{secrets.token_hex(5)}"


def _create_known(key: str, address: str, name: str) -> User:
    user = User(
        username=_free_username(key),
        email=address,
        email_key=key,
        display_name=" ".join(name.split())[:120],
        language=site.current().language,
    )
    user.set_unusable_password()
    user.save(force_insert=True)
    record("user", user.pk, "user.known", SYSTEM, {})
    return user


@write
def customer_for_address(*, name: str, address: str) -> User:
    """The person with this address; a new one, without an account, when nobody has it.

    A person who is known is never changed: what a mail says of its sender's name proves nothing.
    """
    address = address.strip()[:MAX_ADDRESS]
    key = address.lower()
    found = User.objects.filter(email_key=key).first()
    if found is not None:
        return found
    try:
        with transaction.atomic():
            return _create_known(key, address, name)
    except IntegrityError:  # another process made the same person at this moment
        return User.objects.get(email_key=key)


@write
def register(*, name: str, address: str) -> None:
    """Answers a registration by mail, so that the page says the same for every address.

    The password is chosen behind the mailed link: nobody can take an address that is not theirs.
    """
    user = customer_for_address(name=name, address=address)
    if not user.is_active:
        return
    if user.has_account:
        send("account_exists", to=user.email, language=user.language, values={"person": user})
        return
    _mail_link(user, PersonalToken.Purpose.CLAIM, "account_claim", "claim")


def _mail_link(user: User, purpose: PersonalToken.Purpose, template: str, path: str, email: str = "") -> None:
    text, until = tokens.issue(user, purpose, email=email)
    link = f"{site.current().address}/account/{path}/{text}"
    values = {"person": user, "link": link, "until": until}
    send(template, to=email or user.email, language=user.language, values=values)


@write
def claim(*, token: str, name: str, password: str) -> User:
    """Turns a person known by address into one with an account. Raises BadTokenError."""
    user = tokens.use(token, PersonalToken.Purpose.CLAIM).user
    user.display_name = name.strip()[:120] or user.display_name
    set_first_password(user, password)
    record("user", user.pk, "user.claimed", user.actor, {})
    return user


@write
def ask_to_verify(*, user: User, address: str = "") -> None:
    """Mails a link that proves the address: the person's own, or the one they want to change to."""
    _mail_link(user, PersonalToken.Purpose.VERIFY, "account_verify", "verify", address or user.email)


@write
def verify(*, token: str) -> User:
    """The address is proven, and becomes the person's. Raises BadTokenError, AddressTakenError."""
    found = tokens.use(token, PersonalToken.Purpose.VERIFY)
    user = found.user
    old, new = user.email, found.email or user.email
    key = new.lower()
    if User.objects.filter(email_key=key).exclude(pk=user.pk).exists():
        raise AddressTakenError
    if user.username == (user.email_key or ""):
        user.username = _free_username(key) if key != user.email_key else user.username
    user.email, user.email_key, user.email_verified_at = new, key, timezone.now()
    try:
        with transaction.atomic():
            user.save(update_fields=["username", "email", "email_key", "email_verified_at"])
    except IntegrityError as error:  # somebody became known by it at this moment
        raise AddressTakenError from error
    record("user", user.pk, "user.verified", user.actor, {"old": old, "new": new})
    if old and old.lower() != key:
        send("address_changed", to=old, language=user.language, values={"person": user, "new": new})
    return user


@write
def edit_customer(
    *,
    customer: User,
    name: str,
    organization_name: str,
    phone: str,
    language: str,
    time_zone: str,
    actor: Actor,
    values: Mapping[int, Any] | None = None,
) -> User:
    """What an agent knows of a customer; `values` of custom fields by field id."""
    note_values(customer, values or {}, actor=actor)
    new = {
        "display_name": name.strip(),
        "organization_name": organization_name.strip(),
        "phone": phone.strip(),
    }
    new |= {"language": language, "time_zone": time_zone}
    changed = {field: [getattr(customer, field), value] for field, value in new.items()
               if getattr(customer, field) != value}  # fmt: skip
    for field, value in new.items():
        setattr(customer, field, value)
    if changed:
        customer.save(update_fields=list(new))
        record("user", customer.pk, "user.edited", actor, {"changed": changed})
    return customer
