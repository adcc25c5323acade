"""The custom fields of the demo company: what Support and Billing ask for, and what tickets hold."""

from helpdesk.demo.fields.made import found
from helpdesk.demo.fields.values import fill

__all__ = ["fill", "found"]
