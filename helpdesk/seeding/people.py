"""Many customers and agents, as rows."""

import random
from datetime import datetime, timedelta
from typing import Any

from accounts.models import Role, User
from common.actor import SYSTEM
from common.models import AuditEntry
from common.unit import run
from helpdesk.demo.names import FIRST, LAST, Invented, customers, plain
from helpdesk.seeding import loaders
from helpdesk.seeding.tables import Batch, table
from organization.models import Group, Membership

_ALPHABET = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"


def no_password(rng: random.Random) -> str:
    """What Django stores for somebody without a password, from a repeatable source."""
    return "!" + "".join(rng.choices(_ALPHABET, k=40))


def add_customers(rng: random.Random, count: int, *, before: datetime, days: int) -> None:
    """Customers without an account, as accounts.services.customer_for_address makes them."""
    taken = set(User.objects.values_list("username", flat=True))
    batch = Batch()
    for person in customers(rng, count, taken=taken):
        at = before - timedelta(days=rng.uniform(0, days))
        _customer_rows(batch, person, at, no_password(rng))
    first = {place.name: _next_id(place.model) for place in map(table, (User, AuditEntry))}

    def write() -> None:
        loaders.load(batch)
        loaders.loader().finish(map(table, (User, AuditEntry)))

    batch.number(first)
    run(write)


def _customer_rows(batch: Batch, person: Invented, at: datetime, password: str) -> None:
    user = batch.add(
        User,
        username=person.email,
        email=person.email,
        email_key=person.email,
        display_name=person.name,
        organization_name=person.firm,
        phone=person.phone,
        language=person.language,
        time_zone=person.zone,
        password=password,
        created_at=at,
    )
    entry = batch.add(AuditEntry, item_kind="user", action="user.known", data={}, at=at, **SYSTEM.columns)
    batch.later(lambda: entry.update(item_id=user["id"]))


def _next_id(model: Any) -> int:
    return int(model.objects.order_by("-id").values_list("id", flat=True).first() or 0) + 1


def hire(rng: random.Random, count: int) -> None:
    """Agents without a password until there are `count`, each in one or two groups."""
    groups = list(Group.objects.filter(is_active=True).order_by("id"))
    have = User.objects.filter(is_agent=True).count()
    for number in range(have, count):
        first, last = rng.choice(FIRST["en"].split()), rng.choice(LAST["en"].split())
        user = User(
            username=f"{plain(first)}.{number}",
            email=f"{plain(first)}.{plain(last)}.{number}@desk.example",
            email_key=f"{plain(first)}.{plain(last)}.{number}@desk.example",
            display_name=f"{first} {last}",
            is_agent=True,
            password=no_password(rng),
            signature_html=f"<p>{first} {last}</p>",
        )
        user.save(force_insert=True)
        for group in rng.sample(groups, min(len(groups), rng.choice((1, 1, 2)))):
            Membership.objects.create(group=group, agent=user)
        if number % 12 == 0:
            user.roles.add(Role.objects.get(builtin=Role.Builtin.MANAGER))
