from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from common.clock import FAR_FUTURE
from organization.models import Brand, Department, Group


class Status(models.IntegerChoices):
    """The numbers are the contract's TicketStatusID."""

    ACTIVE = 1, _("Active")
    WAITING = 2, _("Waiting")
    CLOSED = 3, _("Closed")
    LOCKED = 4, _("Closed and Locked")

    @property
    def word(self) -> str:
        """The contract's, never translated: it goes on the wire."""
        return "Closed and Locked" if self is Status.LOCKED else self.name.capitalize()


class Priority(models.IntegerChoices):
    LOW = 1, _("Low")
    NORMAL = 2, _("Normal")
    HIGH = 3, _("High")
    URGENT = 4, _("Urgent")

    @property
    def word(self) -> str:
        """The contract's, never translated."""
        return self.name.capitalize()


class Ticket(models.Model):
    """A customer's problem with its whole conversation.

    `shelf` says in which lists it is at all: open ones, closed ones, spam, deleted. Every list query begins
    with it, so an index serves all of them. `last_seq` numbers the conversation without gaps, given under the
    ticket's row lock.
    """

    class Shelf(models.IntegerChoices):
        OPEN = 0
        CLOSED = 1
        SPAM = 2
        DELETED = 3

    class Source(models.TextChoices):
        PORTAL = "portal", _("Portal")
        MAIL = "mail", _("E-mail")
        AGENT = "agent", _("Agent")
        CHAT = "chat", _("Chat")
        SOAP = "soap", _("Web service")
        REST = "rest", _("REST API")

    OPEN_STATUSES: ClassVar[tuple[int, ...]] = (Status.ACTIVE, Status.WAITING)

    number = models.CharField(max_length=20, unique=True)
    brand = models.ForeignKey(Brand, on_delete=models.PROTECT, related_name="+")
    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="+")
    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="+", db_index=False)
    agent = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", default=1, db_index=False
    )
    requester = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="requested_tickets", db_index=False
    )
    subject = models.CharField(max_length=255)
    status = models.SmallIntegerField(choices=Status.choices, default=Status.ACTIVE)
    priority = models.SmallIntegerField(choices=Priority.choices, default=Priority.NORMAL)
    shelf = models.SmallIntegerField(choices=Shelf.choices, default=Shelf.OPEN)
    is_pinned = models.BooleanField(default=False)  # stays with its agent when the customer writes again
    source = models.CharField(max_length=8, choices=Source.choices, default=Source.PORTAL)
    language = models.CharField(max_length=10, blank=True, default="")
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()  # last activity of anybody: what lists sort by
    closed_at = models.DateTimeField(default=FAR_FUTURE)
    customer_wrote_at = models.DateTimeField()
    agent_wrote_at = models.DateTimeField(default=FAR_FUTURE)  # FAR_FUTURE: not answered yet
    follow_up_at = models.DateTimeField(default=FAR_FUTURE)
    last_seq = models.IntegerField(default=0)
    replies_in = models.IntegerField(default=0)
    replies_out = models.IntegerField(default=0)
    snippet = models.CharField(max_length=160, blank=True, default="")
    last_by_agent = models.BooleanField(default=False)

    class Meta:
        indexes = [
            models.Index(fields=["shelf", "group", "updated_at", "id"], name="ticket_group"),
            models.Index(fields=["shelf", "updated_at", "id"], name="ticket_all"),
            models.Index(fields=["shelf", "agent", "updated_at", "id"], name="ticket_agent"),
            models.Index(fields=["shelf", "group", "priority", "updated_at", "id"], name="ticket_prio"),
            models.Index(fields=["requester", "shelf", "updated_at", "id"], name="ticket_requester"),
            models.Index(fields=["shelf", "group", "created_at", "id"], name="ticket_created"),
            models.Index(fields=["shelf", "group", "follow_up_at", "id"], name="ticket_follow_up"),
            models.Index(fields=["shelf", "follow_up_at", "id"], name="ticket_follow_up_all"),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def is_open(self) -> bool:
        return self.status in self.OPEN_STATUSES

    @property
    def in_queue(self) -> bool:
        """Nobody has it yet."""
        return self.agent_id == 1

    @property
    def has_follow_up(self) -> bool:
        """It comes back by itself."""
        return self.follow_up_at != FAR_FUTURE

    @property
    def is_answered(self) -> bool:
        return self.agent_wrote_at != FAR_FUTURE


class Participant(models.Model):
    """Somebody beside the requester who gets the answers and may write: cc."""

    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="participants")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["ticket", "user"], name="participant_once")]
