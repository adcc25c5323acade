from mail.selectors.accounts import (
    mail_account,
    mail_accounts,
    own_addresses,
    smtp_account,
    smtp_account_for,
    smtp_accounts,
)
from mail.selectors.inbound import inbound, inbound_for_link, inbound_page, kept_counts, raw_of, seen_message
from mail.selectors.outbound import outbound, outbound_for_owner, outbound_page, queue_counts
from mail.selectors.templates import email_template, email_templates

__all__ = [
    "email_template",
    "email_templates",
    "inbound",
    "inbound_for_link",
    "inbound_page",
    "kept_counts",
    "mail_account",
    "mail_accounts",
    "outbound",
    "outbound_for_owner",
    "outbound_page",
    "own_addresses",
    "queue_counts",
    "raw_of",
    "seen_message",
    "smtp_account",
    "smtp_account_for",
    "smtp_accounts",
]
