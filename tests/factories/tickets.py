"""Tickets, made by the services as every door makes them."""

import uuid
from typing import Any

from accounts.models import User
from organization.models import Department
from tests.factories.accounts import CustomerFactory
from tests.factories.organization import DepartmentFactory
from tickets import services
from tickets.models import Ticket


class TicketFactory:
    """`TicketFactory.create(department=…, requester=…)`; any field of `Opening` may be given, `text` too."""

    @staticmethod
    def create(text: str = "Every second mail comes back.", **fields: Any) -> Ticket:
        department: Department = fields.pop("department", None) or DepartmentFactory.create()
        requester: User = fields.pop("requester", None) or CustomerFactory.create()
        given: dict[str, Any] = {
            "key": f"form:{uuid.uuid4()}",
            "subject": "Mail bounces",
            "content": services.Content(text=text),
            "source": Ticket.Source.PORTAL,
        }
        opening = services.Opening(department=department, requester=requester, **{**given, **fields})
        return services.open_ticket(opening, actor=requester.actor)

    @classmethod
    def create_batch(cls, size: int, **fields: Any) -> list[Ticket]:
        return [cls.create(subject=f"Ticket {number}", **fields) for number in range(size)]
