"""Uses a restored desk as people would: `python -m tests.backup.lived_in` prints JSON, in its environment."""

import json
import os
import sys
import time
import uuid
from typing import Any

import django

from tests.backup.company import LATE, MAIL_PASSWORD, ODD_JSON, ODD_TEXT, TOTP_SECRET


def _used() -> dict[str, Any]:
    return {**_entered(), **_worked(), **_kept(), **_files()}


def _entered() -> dict[str, Any]:
    from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value  # noqa: PLC0415
    from django.test import Client  # noqa: PLC0415

    ann = Client()
    ann.post("/login", {"username": "ann", "password": "demo-ann"})
    max_ = Client()
    door = max_.post("/login", {"username": "max", "password": "demo-max"})
    code = format_hotp_value(hotp_value(TOTP_SECRET, int(time.time()) // 30))
    wrong = max_.post("/login/code", {"code": "000000"})
    max_.post("/login/code", {"code": code})
    return {
        "ann": ann.get("/profile").status_code,
        "door": door["Location"],
        "wrong code": wrong.status_code,
        "max": max_.get("/profile").status_code,
    }


def _worked() -> dict[str, Any]:
    from accounts.models import User  # noqa: PLC0415
    from common import search  # noqa: PLC0415
    from common.models import Option  # noqa: PLC0415
    from organization.models import Department  # noqa: PLC0415
    from tickets import services  # noqa: PLC0415
    from tickets.models import Tag, Ticket  # noqa: PLC0415

    before = Ticket.objects.order_by("-id")[0]
    opening = services.Opening(
        department=Department.objects.order_by("id")[0],
        requester=User.objects.get(username="cleo"),
        key=f"form:{uuid.uuid4()}",
        subject="Opened after the restore",
        content=services.Content(text="The word is xylophonist."),
        source=Ticket.Source.PORTAL,
    )
    ticket = services.open_ticket(opening, actor=opening.requester.actor)
    word = before.subject.split()[0]
    tag = Tag.objects.create(name=f"new {uuid.uuid4()}")
    found, _more = search.find("ticket", "xylophonist", scopes=None)
    old, _more = search.find("ticket", f"{word} {before.number}", scopes=None)
    return {
        "ticket id": ticket.pk > before.pk,
        "number": ticket.number != before.number,
        "tag id": tag.pk > Option.objects.get(name="test.gone").value,
        "found": found == [ticket.pk],
        "found old": before.pk in old,
    }


def _kept() -> dict[str, Any]:
    from django.contrib.auth.models import Group as AuthGroup  # noqa: PLC0415

    from clustering.models import Lease  # noqa: PLC0415
    from common.models import AuditEntry, Option  # noqa: PLC0415
    from mail.models import MailAccount  # noqa: PLC0415

    entry = AuditEntry.objects.get(item_kind="odd")
    return {
        "password": MailAccount.objects.get(address="box@northwind.example").password == MAIL_PASSWORD,
        "json": Option.objects.get(name="test.odd").value == ODD_JSON,
        "text": (entry.data, entry.item_id, entry.at) == ([ODD_TEXT], 2**53, LATE),
        "permission": list(AuthGroup.objects.get(name="Odd").permissions.values_list("codename", flat=True)),
        "epoch": Lease.objects.get(pk=1).epoch,
    }


def _files() -> dict[str, Any]:
    import hashlib  # noqa: PLC0415

    from common import files  # noqa: PLC0415
    from common.models import Blob  # noqa: PLC0415

    blobs = list(Blob.objects.all())
    right = [blob for blob in blobs if hashlib.sha256(files.read(blob)).hexdigest() == blob.sha256]
    return {"files": len(blobs), "right files": len(right)}


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "helpdesk.settings")
    django.setup()
    answer = json.dumps(_used())
    sys.stdout.write(f"\n=== {answer}\n")
