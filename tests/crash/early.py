"""A desk with the mistake that the crash test must find: its mail leaves before the transaction is over.

`DJANGO_SETTINGS_MODULE=tests.crash.early` serves it, only for the test that shows that it is found out.
"""

import smtplib
from typing import Any

from django.apps import AppConfig

from helpdesk import settings as product

for _name in dir(product):
    if _name.isupper():
        globals()[_name] = getattr(product, _name)
INSTALLED_APPS = [*product.INSTALLED_APPS, "tests.crash.early.Early"]


class Early(AppConfig):
    name = "tests.crash"
    label = "crash"

    def ready(self) -> None:
        """Every mail is handed over where it should only be written down."""
        from mail.models import OutboundMail  # noqa: PLC0415 - models are only there now
        from mail.services import queueing  # noqa: PLC0415
        from mail.services.compose import compose  # noqa: PLC0415

        write_down = queueing._new

        def send_at_once(*, owner: tuple[str, int], delay: int, **columns: Any) -> OutboundMail:
            mail = write_down(owner=owner, delay=delay, **columns)
            assert mail.account is not None
            with smtplib.SMTP(mail.account.host, mail.account.port, timeout=10) as smtp:
                smtp.sendmail(mail.envelope_from, mail.recipients, b"".join(compose(mail)))
            mail.state = OutboundMail.State.SENT
            mail.save(update_fields=["state"])
            return mail

        queueing._new = send_at_once
