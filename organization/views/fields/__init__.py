"""Settings: what tickets, chats, customers, brands and groups are asked for."""

from organization.views.fields.adding import add, copy
from organization.views.fields.leaving import own, remove
from organization.views.fields.overview import overview
from organization.views.fields.page import template

__all__ = ["add", "copy", "overview", "own", "remove", "template"]
