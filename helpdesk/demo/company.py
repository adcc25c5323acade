"""The demo company: a hosting firm and its domain brand, their departments, groups and people."""

import secrets
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings
from django.utils import timezone

from accounts.models import Role, User
from accounts.services import sync_builtin_roles
from common.unit import write
from helpdesk.seeding.world import Place
from organization.models import Brand, Department, Group, Membership

NORTHWIND, SKIFF = "Northwind Hosting", "Skiff Domains"


@dataclass(frozen=True, slots=True)
class Office:
    """A department with its groups; the first is its front line. Groups are (key of plots, name)."""

    brand: str
    name: str
    description: str
    groups: tuple[tuple[str, str], ...]


OFFICES = (
    Office(
        NORTHWIND,
        "Support",
        "Websites, mail and servers",
        (("front", "Front Line"), ("migrations", "Migrations"), ("servers", "Servers")),
    ),
    Office(NORTHWIND, "Sales", "Plans, offers and advice", (("sales", "Advisers"),)),
    Office(NORTHWIND, "Billing", "Invoices, payments and contracts", (("billing", "Invoices"),)),
    Office(NORTHWIND, "Abuse", "Report spam, phishing and attacks", (("abuse", "Abuse Desk"),)),
    Office(
        SKIFF,
        "Domains",
        "Registrations, renewals and transfers",
        (("domains", "Registry Desk"), ("transfers", "Transfers")),
    ),
)


@dataclass(frozen=True, slots=True)
class Colleague:
    """An agent. Only those with `signs_in` have a password: "demo-" and the user name."""

    username: str
    name: str
    title: str
    groups: tuple[str, ...]
    role: str = ""
    zone: str = "Europe/Berlin"
    language: str = ""
    signs_in: bool = False


COLLEAGUES = (
    Colleague(
        "admin", "Ada Holm", "Head of operations", ("front",), Role.Builtin.ADMINISTRATOR, signs_in=True
    ),
    Colleague("ann", "Ann Keller", "Support", ("front", "servers"), signs_in=True),
    Colleague(
        "max", "Max Weber", "Head of support", ("front", "migrations"), Role.Builtin.MANAGER, signs_in=True
    ),
    Colleague("otto", "Otto Lind", "Bookkeeping", ("billing",), signs_in=True),
    Colleague("leila", "Leila Haddad", "Support", ("front",), zone="Africa/Cairo"),
    Colleague("nils", "Nils Brandt", "System engineer", ("servers", "migrations")),
    Colleague("mei", "Mei Tanaka", "System engineer", ("servers",), zone="Asia/Tokyo"),
    Colleague("tomas", "Tomás Vidal", "Migrations", ("migrations", "front"), zone="Europe/Madrid"),
    Colleague("grace", "Grace Obi", "Sales", ("sales",), zone="Europe/London"),
    Colleague("jules", "Jules Moreau", "Contracts", ("billing", "sales"), zone="Europe/Paris"),
    Colleague("sara", "Sara Kowal", "Abuse desk", ("abuse",)),
    Colleague("ivo", "Ivo Petrov", "Registry", ("domains", "abuse")),
    Colleague("rosa", "Rosa Falk", "Head of domains", ("domains", "transfers"), Role.Builtin.MANAGER),
)


@write
def found() -> dict[str, Group]:
    """Makes what is missing of brands, departments, groups and agents; returns the groups by their keys."""
    sync_builtin_roles()
    brands = {NORTHWIND: _northwind(), SKIFF: _skiff()}
    groups: dict[str, Group] = {}
    for number, office in enumerate(OFFICES, 1):
        department, _made = Department.objects.get_or_create(
            brand=brands[office.brand],
            name=office.name,
            defaults={"description": office.description, "sort": number * 10},
        )
        for place, (key, name) in enumerate(office.groups, 1):
            defaults = {"sort": place * 10}
            groups[key], _made = Group.objects.get_or_create(
                department=department, name=name, defaults=defaults
            )
        if department.front_line_id is None:
            department.front_line = groups[office.groups[0][0]]
            department.save(update_fields=["front_line"])
    for colleague in COLLEAGUES:
        _hire(colleague, groups)
    return groups


def places(all_places: list[Place]) -> dict[str, list[Place]]:
    """The groups by the keys of plots. An organization of another kind gets every plot in every group."""
    named = {(place.department, place.name): place for place in all_places if place.members}
    keys = [(key, office.name, name) for office in OFFICES for key, name in office.groups]
    staffed = list(named.values())
    return {key: [named[office, name]] if (office, name) in named else staffed for key, office, name in keys}


def _northwind() -> Brand:
    return Brand.objects.get_or_create(
        name=NORTHWIND,
        defaults={
            "is_default": not Brand.objects.filter(is_default=True).exists(),
            "colour": "#1f4fbf",
            "sender_name": NORTHWIND,
            "sender_address": "support@northwind.example",
            "welcome": "Websites, mail and servers: a person answers within the hour, Monday to Saturday.",
            "sort": 10,
        },
    )[0]


def _skiff() -> Brand:
    brand, _made = Brand.objects.get_or_create(
        name=SKIFF,
        defaults={
            "host": "skiff.localhost",
            "colour": "#b4532a",
            "sender_name": SKIFF,
            "sender_address": "help@skiff-domains.example",
            "welcome": "Questions about your domain? Ask us.",
            "sort": 20,
        },
    )
    _answer_on_port(brand)
    return brand


def _answer_on_port(brand: Brand) -> None:
    """The second brand's address has the port of this start, which may be another than at the last one."""
    base = urlsplit(settings.BASE_URL)
    if base.hostname == "localhost" and (not brand.base_url or f"//{brand.host}" in brand.base_url):
        port = f":{base.port}" if base.port else ""
        brand.base_url = f"{base.scheme}://{brand.host}{port}"
        brand.save(update_fields=["base_url"])


def _hire(colleague: Colleague, groups: dict[str, Group]) -> None:
    user = User.objects.filter(username=colleague.username).first() or _person(colleague)
    for key in colleague.groups:
        Membership.objects.get_or_create(group=groups[key], agent=user)


def _person(colleague: Colleague) -> User:
    password = f"demo-{colleague.username}" if colleague.signs_in else secrets.token_urlsafe(24)
    user = User.objects.create_user(
        colleague.username,
        password,
        email=f"{colleague.username}@northwind.example",
        display_name=colleague.name,
        is_agent=True,
        email_verified_at=timezone.now(),
        job_title=colleague.title,
        time_zone=colleague.zone,
        language=colleague.language,
        signature_html=f"<p>{colleague.name}<br>{colleague.title}, {NORTHWIND}</p>",
        preferences={"demo": True} if colleague.signs_in else {},
    )
    if colleague.role:
        user.roles.add(Role.objects.get(builtin=colleague.role))
    return user
