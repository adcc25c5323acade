"""What the demo company has not: `python -m tests.backup.company` adds it, in the desk's own environment.

Secrets, second factors, values at the edge of what the databases can hold, an id that was given and is gone.
"""

import os
from datetime import UTC, datetime

import django

TOTP_SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
MAIL_PASSWORD = "correct horse battery"
ODD_TEXT = "Zwölf Äpfel \U0001f34e 漢字 \\u0000 \t \"quoted\" 'and' \\ \r\n\u2028 end"
ODD_JSON = {"b": [1, 1.5, 1e22, 1e-7, None, True], "a": {"": ODD_TEXT}, "n": -(2**53)}
LATE = datetime(9998, 12, 31, 23, 59, 59, 999999, tzinfo=UTC)


def _make() -> None:
    from allauth.mfa.models import Authenticator  # noqa: PLC0415 - Django has to be set up first
    from django.contrib.auth.models import Group as AuthGroup  # noqa: PLC0415
    from django.contrib.auth.models import Permission  # noqa: PLC0415

    from accounts.models import User  # noqa: PLC0415
    from common import secrets  # noqa: PLC0415
    from common.models import AuditEntry, Option  # noqa: PLC0415
    from mail.models import MailAccount  # noqa: PLC0415
    from organization.models import Department  # noqa: PLC0415
    from tickets.models import Tag  # noqa: PLC0415

    max_ = User.objects.get(username="max")
    Authenticator.objects.create(
        user=max_, type="totp", data={"secret": secrets.encrypt(TOTP_SECRET)}, last_used_at=None
    )
    MailAccount.objects.create(
        department=Department.objects.order_by("id")[0],
        address="box@northwind.example",
        protocol="imap",
        host="imap.example",
        port=993,
        username="box",
        password=MAIL_PASSWORD,
        is_active=False,
    )
    Option.objects.create(name="test.odd", value=ODD_JSON)
    AuditEntry.objects.create(item_kind="odd", item_id=2**53, action="odd", data=[ODD_TEXT], at=LATE)
    group = AuthGroup.objects.create(name="Odd")
    group.permissions.add(Permission.objects.get(codename="view_ticket"))
    for number in range(5):  # ids that were given and are gone
        gone = Tag.objects.create(name=f"gone {number}")
    Tag.objects.filter(name__startswith="gone").delete()
    Option.objects.create(name="test.gone", value=gone.pk)


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "helpdesk.settings")
    django.setup()
    _make()
