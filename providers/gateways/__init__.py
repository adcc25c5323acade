"""The one door to the customers' services: their description, and a call."""

from providers.gateways.description import Message, Service
from providers.gateways.reading import Documents, read
from providers.gateways.soap import Reply, send

__all__ = ["Documents", "Message", "Reply", "Service", "read", "send"]
