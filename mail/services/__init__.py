from mail.selectors.outbound import outbound_for_owner
from mail.services.queueing import Part, cancel, queue, queue_raw, retry_outbound, send_now
from mail.services.templates import Rendered, render, reset_template, save_template

__all__ = [
    "Part",
    "Rendered",
    "cancel",
    "outbound_for_owner",
    "queue",
    "queue_raw",
    "render",
    "reset_template",
    "retry_outbound",
    "save_template",
    "send_now",
]
