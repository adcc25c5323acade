from mail.selectors.outbound import outbound_for_owner
from mail.services.accounts import delete_account, save_account, set_active, try_now
from mail.services.checking import CheckReport, Result, Step, check_connection
from mail.services.fetching import poll_account
from mail.services.handling import handle, handle_received, ignore, retry, retry_all
from mail.services.outcome import give_up_old, release_expired
from mail.services.queueing import (
    Part,
    cancel,
    cancel_outbound,
    queue,
    queue_raw,
    retry_outbound,
    route_waiting,
    send_now,
)
from mail.services.receiving import receive, release_ousted
from mail.services.sending import send_account
from mail.services.templates import (
    Rendered,
    preview,
    render,
    reset_template,
    rich,
    save_template,
    template_for,
)
from mail.services.texts import KEYS, MAILS, VARIABLES, Mail, TemplateKey, Variable

__all__ = [
    "KEYS",
    "MAILS",
    "VARIABLES",
    "CheckReport",
    "Mail",
    "Part",
    "Rendered",
    "Result",
    "Step",
    "TemplateKey",
    "Variable",
    "cancel",
    "cancel_outbound",
    "check_connection",
    "delete_account",
    "give_up_old",
    "handle",
    "handle_received",
    "ignore",
    "outbound_for_owner",
    "poll_account",
    "preview",
    "queue",
    "queue_raw",
    "receive",
    "release_expired",
    "release_ousted",
    "render",
    "reset_template",
    "retry",
    "retry_all",
    "retry_outbound",
    "rich",
    "route_waiting",
    "save_account",
    "save_template",
    "send_account",
    "send_now",
    "set_active",
    "template_for",
    "try_now",
]
