"""A small company for a served desk, made in the desk's own environment: `python -m tests.live.company JSON`.

The cast with the password PASSWORD, two departments, an SMTP account and any number of mailboxes.
"""

import json
import os
import subprocess
import sys
from dataclasses import asdict, dataclass, field
from pathlib import Path

import django

from tests.servers.desk import Desk

PASSWORD = "three blind mice 1789"
ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Box:
    """A mailbox that is fetched, of the department of this name."""

    address: str
    protocol: str
    host: str
    port: int
    department: str = "Support"
    security: str = "tls"
    timeout: int = 10


@dataclass(frozen=True)
class Plan:
    smtp_port: int
    boxes: list[Box] = field(default_factory=list)
    smtp_host: str = "127.0.0.1"
    # a second account, of Billing alone, whose server may be another
    billing_smtp_port: int = 0


def found(desk: Desk, plan: Plan) -> None:
    """Sets the company up in a migrated desk that need not run."""
    run_module(desk, "tests.live.company", json.dumps(asdict(plan)))


def run_module(desk: Desk, module: str, *arguments: str, seconds: float = 120) -> str:
    """Runs a module with the desk's settings and database; returns what it printed."""
    done = subprocess.run(
        [sys.executable, "-m", module, *arguments],
        check=False,
        cwd=ROOT,
        env={**desk.env, "DJANGO_SETTINGS_MODULE": "helpdesk.settings"},
        capture_output=True,
        text=True,
        timeout=seconds,
    )
    if done.returncode:
        raise RuntimeError(f"{module}:\n{done.stdout[-2000:]}\n{done.stderr[-4000:]}")
    return done.stdout


def _make(plan: Plan) -> None:
    from accounts.models import Role, User  # noqa: PLC0415 - Django has to be set up first
    from accounts.services import sync_builtin_roles  # noqa: PLC0415
    from mail.models import MailAccount, SmtpAccount  # noqa: PLC0415
    from organization.models import Brand, Department, Group, Membership  # noqa: PLC0415

    sync_builtin_roles()
    brand = Brand.objects.filter(is_default=True).first() or Brand(is_default=True)
    brand.name, brand.sender_name, brand.sender_address = "Northwind", "Northwind", "desk@northwind.example"
    brand.save()
    departments, groups = {}, {}
    for name, group_name in (("Support", "Front line"), ("Billing", "Invoices")):
        department = Department.objects.create(brand=brand, name=name)
        groups[name] = Group.objects.create(department=department, name=group_name)
        department.front_line = groups[name]
        department.save()
        departments[name] = department
    for name, is_agent, role in (
        ("ann", True, ""),
        ("max", True, "manager"),
        ("otto", True, ""),
        ("admin", True, "administrator"),
        ("cleo", False, ""),
        ("sam", False, ""),
    ):
        address = f"{name}@{'northwind' if is_agent else 'customers'}.example"
        user = User.objects.create_user(
            name,
            PASSWORD,
            email=address,
            email_key=address,
            display_name=f"{name.capitalize()} Example",
            is_agent=is_agent,
            email_verified_at=django.utils.timezone.now(),
        )
        if role:
            user.roles.add(Role.objects.get(builtin=role))
        if name in {"ann", "max"}:
            Membership.objects.create(group=groups["Support"], agent=user)
        if name == "otto":
            Membership.objects.create(group=groups["Billing"], agent=user)
    common = {"host": plan.smtp_host, "security": "none", "timeout": 10}
    SmtpAccount.objects.create(
        brand=brand, port=plan.smtp_port, from_address="desk@northwind.example", **common
    )
    if plan.billing_smtp_port:
        SmtpAccount.objects.create(
            department=departments["Billing"],
            port=plan.billing_smtp_port,
            from_address="billing@northwind.example",
            **common,
        )
    for box in plan.boxes:
        MailAccount.objects.create(
            department=departments[box.department],
            address=box.address,
            protocol=box.protocol,
            host=box.host,
            port=box.port,
            security=box.security,
            verify_certificate=False,
            username=box.address,
            password="secret",
            timeout=box.timeout,
            poll_seconds=1,
        )


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "helpdesk.settings")
    django.setup()
    given = json.loads(sys.argv[1])
    _make(Plan(**{**given, "boxes": [Box(**box) for box in given["boxes"]]}))
