"""Every change of a ticket, one verb each."""

from tickets.services.bulk import BulkResult, bulk, undo_bulk
from tickets.services.content import Content, NewFile, prepare
from tickets.services.conversation import comment, customer_reply, forward, reply
from tickets.services.desk import (
    discard_draft,
    leave,
    mark_read,
    mark_unread,
    read_notifications,
    save_draft,
    visit,
)
from tickets.services.followups import Plan, cancel_follow_up, carry_out, schedule
from tickets.services.labels import add_tag, remove_tag
from tickets.services.moving import assign, transfer
from tickets.services.opening import Opening, complete, open_reserved, open_ticket, reserve
from tickets.services.people import add_cc, remove_cc, set_requester
from tickets.services.sending import retry_send, send_now, undo_send
from tickets.services.state import (
    close,
    delete,
    mark_spam,
    pin,
    register_close_check,
    reopen,
    restore,
    set_priority,
    set_status,
    set_subject,
)
from tickets.services.times import Work, change_time, delete_time, log_time
from tickets.services.uploads import discard_upload, open_tokens, token, upload

__all__ = [
    "BulkResult",
    "Content",
    "NewFile",
    "Opening",
    "Plan",
    "Work",
    "add_cc",
    "add_tag",
    "assign",
    "bulk",
    "cancel_follow_up",
    "carry_out",
    "change_time",
    "close",
    "comment",
    "complete",
    "customer_reply",
    "delete",
    "delete_time",
    "discard_draft",
    "discard_upload",
    "forward",
    "leave",
    "log_time",
    "mark_read",
    "mark_spam",
    "mark_unread",
    "open_reserved",
    "open_ticket",
    "open_tokens",
    "pin",
    "prepare",
    "read_notifications",
    "register_close_check",
    "remove_cc",
    "remove_tag",
    "reopen",
    "reply",
    "reserve",
    "restore",
    "retry_send",
    "save_draft",
    "schedule",
    "send_now",
    "set_priority",
    "set_requester",
    "set_status",
    "set_subject",
    "token",
    "transfer",
    "undo_bulk",
    "undo_send",
    "upload",
    "visit",
]
