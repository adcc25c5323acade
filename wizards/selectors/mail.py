"""The first mail account, as far as there is one."""

from mail.models import MailAccount, SmtpAccount
from organization.selectors import brands, default_department


def first_mailbox() -> MailAccount:
    """The one that was made first; else a new one with the brand's address, not saved."""
    found = MailAccount.objects.order_by("id").first()
    if found is not None:
        return found
    every = brands()
    department = default_department()
    address = every[0].sender_address if every else ""
    box = MailAccount(address=address)
    if department is not None:
        box.department = department
    return box


def first_server() -> SmtpAccount:
    """The first one that serves everybody, else the first; else a new one, not saved."""
    rows = list(SmtpAccount.objects.order_by("id"))
    rows.sort(key=lambda row: (row.brand_id or 0, row.department_id or 0))
    return rows[0] if rows else SmtpAccount()
