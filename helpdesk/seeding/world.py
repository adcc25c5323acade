"""What stories need to know of people and places, read once: small frozen copies instead of model rows."""

import hashlib
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache

from django.conf import settings

from accounts.models import User
from clustering import fence
from common import files
from common.actor import Actor
from common.models import Blob
from common.site import Site
from mail.selectors.accounts import smtp_account_for
from mail.services.texts import Template
from organization.models import Group, Membership
from tickets.models import Tag
from tickets.services import numbers

ALWAYS = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Person:
    """An agent or a customer. `name` is what the product calls them."""

    id: int
    name: str
    display_name: str
    email: str
    language: str = ""
    has_account: bool = False
    signature: str = ""

    @property
    def actor(self) -> Actor:
        return Actor("person", self.id, self.name)


@dataclass(frozen=True, slots=True)
class Place:
    """A group with its department and brand."""

    id: int
    name: str
    department_id: int
    department: str
    brand_id: int
    brand: str
    site: Site
    auto_respond: bool
    is_front_line: bool
    members: tuple[Person, ...]
    account_id: int | None  # the SMTP account its mail goes out by
    sender: str
    sender_name: str


@dataclass(frozen=True, slots=True)
class File:
    """A file that a step brings along."""

    name: str
    content: bytes

    @property
    def digest(self) -> str:
        return _digest(self.content)

    @property
    def content_type(self) -> str:
        return _type(self.content[:8192], self.name)


@cache
def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


@cache
def _type(head: bytes, name: str) -> str:
    return files.sniff(head, name)


@dataclass(slots=True)
class World:
    """Everything a story may refer to. Facts before `facts_since` are pruned already, so none is written."""

    queue: Person
    places: list[Place]
    customers: list[Person] = field(default_factory=list)
    tags: dict[str, int] = field(default_factory=dict)
    blobs: dict[str, int] = field(default_factory=dict)
    facts_since: datetime = ALWAYS
    epoch: int = 0
    installation: int = 0
    send_delay: int = 10
    templates: dict[tuple[str, int, str], Template] = field(default_factory=dict)
    node: str = ""
    mails_since: datetime = ALWAYS

    def place(self, group_id: int) -> Place:
        return next(place for place in self.places if place.id == group_id)

    def keep_tags(self, names: list[str]) -> None:
        """Makes tags that are not there yet."""
        Tag.objects.bulk_create([Tag(name=name) for name in names], ignore_conflicts=True)
        self.tags = dict(Tag.objects.values_list("name", "id"))

    def keep_files(self, wanted: list[File]) -> None:
        """Stores files as every door does; the same bytes are kept once."""
        for file in wanted:
            blob: Blob = files.store(file.content)
            self.blobs[blob.sha256] = blob.pk


def person(user: User) -> Person:
    """The copy of a person's row."""
    return Person(
        user.pk,
        user.name,
        user.display_name,
        user.email,
        user.language,
        user.has_account,
        user.signature_html,
    )


def read() -> World:
    """The organization and the customers as the database has them."""
    agents = {user.pk: person(user) for user in User.objects.filter(is_agent=True, is_active=True)}
    members: dict[int, list[Person]] = {}
    for row in Membership.objects.order_by("id"):
        if row.agent_id in agents:
            members.setdefault(row.group_id, []).append(agents[row.agent_id])
    groups = Group.objects.select_related("department__brand").filter(is_active=True).order_by("id")
    people = User.objects.filter(is_agent=False, is_active=True, email_key__isnull=False).order_by("id")
    return World(
        queue=person(User.objects.get(pk=User.QUEUE_ID)),
        places=[_place(group, tuple(members.get(group.pk, ()))) for group in groups],
        customers=[person(user) for user in people.iterator(2000)],
        tags=dict(Tag.objects.values_list("name", "id")),
        epoch=fence.current().epoch,
        installation=numbers.installation(),
        send_delay=settings.SEND_DELAY_SECONDS,
        node=settings.NODE_NAME[:64],
    )


def _place(group: Group, members: tuple[Person, ...]) -> Place:
    department = group.department
    site = department.brand.site
    account = smtp_account_for(brand_id=department.brand_id, department_id=department.pk)
    return Place(
        id=group.pk,
        name=group.name,
        department_id=department.pk,
        department=department.name,
        brand_id=department.brand_id,
        brand=department.brand.name,
        site=site,
        auto_respond=department.auto_respond,
        is_front_line=department.front_line_id == group.pk,
        members=members,
        account_id=account.pk if account else None,
        sender=(account.from_address if account else "") or site.sender_address,
        sender_name=(account.from_name if account else "") or site.sender_name,
    )
