"""A ticket's rows as the services would leave them: the state of one ticket while its story is told."""

from datetime import datetime
from functools import lru_cache
from typing import Any

from common.actor import Actor
from common.clock import FAR_FUTURE
from common.html import from_text, snippet
from common.models import AuditEntry, OutboxRow, SearchDocument
from common.search import words
from events.models import Delivery
from events.registry import concerned
from helpdesk.seeding.notices import KINDS
from helpdesk.seeding.steps import Start
from helpdesk.seeding.tables import Batch, Row
from helpdesk.seeding.world import File, Person, Place, World
from tickets.models import Attachment, Message, Notification, Status, Ticket
from tickets.services.change import shelf_of
from tickets.services.content import Content, prepare
from tickets.services.telling import priority_word, status_word

DISPATCHED = OutboxRow.State.DISPATCHED
CREATED, TRANSFERRED, STATUS, PRIORITY, DELETED, COMMENT, MESSAGE = range(502000, 502007)


def body_of(text: str, html: str = "") -> Content:
    """What services.content makes of it; plain text needs no sanitizer."""
    if html:
        return prepare(Content(text=text, html=html))
    clean = text.strip()
    return Content(html=from_text(clean), text=clean)


@lru_cache(maxsize=4096)
def _person_tokens(name: str, email: str) -> dict[str, None]:
    return dict.fromkeys(words.tokens(name) + words.tokens(email))


class TicketRows:
    """The ticket's row, people and words as they are now, and what is written about every change."""

    def __init__(self, batch: Batch, world: World, ticket_id: int, start: Start) -> None:
        self.batch = batch
        self.world = world
        self.id = ticket_id
        self.place: Place = start.place
        self.agent: Person = start.agent or world.queue
        self.requester: Person = start.requester
        self.cc: list[Person] = []
        self.tags: list[str] = []
        self.messages: list[Row] = []
        self.notices: list[Row] = []
        self.mails: dict[int, Row] = {}
        self.files: dict[int, list[Row]] = {}
        self.row: Row = {}
        self._tokens: dict[str, None] = {}
        self._document: Row = {}

    def touch(self, at: datetime) -> None:
        self.row["updated_at"] = at

    def record(self, at: datetime, actor: Actor, action: str, **data: Any) -> None:
        """A line of the history."""
        self.batch.add(
            AuditEntry, item_kind="ticket", item_id=self.id, action=action, data=data, at=at, **actor.columns
        )

    def search_document(self, at: datetime) -> None:
        self._document = self.batch.add(
            SearchDocument, kind="ticket", item_id=self.id, scope=self.place.id, at=at, words=""
        )

    def index(self, at: datetime, *texts: str) -> None:
        """Adds words to the search document."""
        for text in texts:
            self._tokens.update(dict.fromkeys(words.tokens(text)))
        self._document["at"] = at

    def finish(self) -> None:
        """The document's final words and scope."""
        self._document |= {"words": words.stored(self._tokens), "scope": self.place.id}

    def count_key(self) -> tuple[int, int, int] | None:
        """As services.change counts it."""
        if self.row["shelf"] != Ticket.Shelf.OPEN:
            return None
        return (self.place.id, self.agent.id, int(self.row["status"]))

    def part(self, at: datetime, content: Content, *, new_words: bool = True, **fields: Any) -> Row:
        """A new part of the conversation."""
        self.row["last_seq"] += 1
        row = self.batch.add(
            Message,
            ticket_id=self.id,
            seq=self.row["last_seq"],
            html=content.html,
            text=content.text,
            quoted_html=content.quoted_html,
            created_at=at,
            **fields,
        )
        self.messages.append(row)
        if row["kind"] == Message.Kind.MESSAGE and not row["is_automatic"]:
            self.row |= {"snippet": snippet(content.text), "last_by_agent": row["by_agent"]}
        if new_words:
            self._tokens.update(dict.fromkeys(words.tokens(content.text)))
            self._tokens.update(_person_tokens(row["author_name"], row["author_email"]))
            self._document["at"] = at
        return row

    def attach(self, at: datetime, message: Row, files: tuple[File, ...], by: Person | None = None) -> None:
        """Files of a message; `by` is the agent who uploaded them."""
        for file in files:
            row = self.batch.add(
                Attachment,
                ticket_id=self.id,
                blob_id=self.world.blobs[file.digest],
                name=file.name,
                content_type=file.content_type,
                size=len(file.content),
                uploaded_by_id=by.id if by else None,
                created_at=at,
            )
            self.files.setdefault(message["seq"], []).append(row)
            self.batch.later(lambda row=row: row.update(message_id=message["id"]))  # type: ignore[misc]  # bound now

    def move_status(self, at: datetime, actor: Actor, status: int) -> None:
        """As services.state.move_status."""
        old = self.row["status"]
        if status == old:
            return
        closes = status in (Status.CLOSED, Status.LOCKED)
        self.row |= {"status": status, "closed_at": at if closes else FAR_FUTURE}
        if self.row["shelf"] in (Ticket.Shelf.OPEN, Ticket.Shelf.CLOSED):
            self.row["shelf"] = shelf_of(status)
        self.touch(at)
        self.record(at, actor, "ticket.status", old=int(old), new=int(status))
        self.tell(at, actor, STATUS, oldStatus=status_word(old), newStatus=status_word(status))

    def move(
        self, at: datetime, actor: Actor, *, place: Place | None, agent: Person | None, comment: str = ""
    ) -> None:
        """As services.moving.move."""
        old, old_agent = self.place, self.agent
        target, who = place or old, agent or self.world.queue
        if target.id == old.id and who.id == old_agent.id:
            return
        self.place, self.agent = target, who
        self.row |= {
            "group_id": target.id,
            "department_id": target.department_id,
            "brand_id": target.brand_id,
            "agent_id": who.id,
        }
        self.touch(at)
        queue = self.world.queue.id
        self.record(
            at,
            actor,
            "ticket.transferred" if place is not None and place.id != old.id else "ticket.assigned",
            group=target.name,
            department=target.department,
            agent=agent.name if agent else "",
            agent_id=who.id,
            old_group=old.name,
            old_agent=old_agent.name if old_agent.id != queue else "",
        )
        self.tell(
            at,
            actor,
            TRANSFERRED,
            oldDepartmentId=old.department_id,
            oldDepartmentName=old.department,
            oldGroupId=old.id,
            oldGroupName=old.name,
            oldAgentId=old_agent.id,
            oldAgentName=old_agent.name,
            comment=comment[:4000],
        )

    def tell(
        self, at: datetime, actor: Actor, event_id: int, *, part: Row | None = None, **extra: Any
    ) -> None:
        """A fact, handled already, with the reactions to it. `part` is the message that it names."""
        if at < self.world.facts_since:
            return
        args = self._common_args() | extra
        args |= {"actorKind": actor.kind, "actorId": actor.id, "actorName": actor.label}
        fact = self.batch.add(
            OutboxRow,
            event_id=event_id,
            item_kind="ticket",
            item_id=self.id,
            args=args,
            created_at=at,
            state=DISPATCHED,
            epoch=self.world.epoch,
            **actor.columns,
        )
        if part is not None:
            key = "commentId" if event_id == COMMENT else "messageId"
            self.batch.later(lambda: args.update({key: part["id"]}))
        self._react(at, actor, fact)

    def _react(self, at: datetime, actor: Actor, fact: Row) -> None:
        """One delivery a reaction that the fact concerns, done; and what it leaves in a bell menu."""
        for name in concerned(fact["event_id"], fact["args"], actor):
            row = self.batch.add(
                Delivery,
                handler=name,
                lane=name,
                item_kind="ticket",
                item_id=self.id,
                state=Delivery.State.DONE,
                attempts=1,
                next_at=at,
            )
            self.batch.later(lambda row=row: row.update(fact_id=fact["id"]))  # type: ignore[misc]  # bound now
            if name in KINDS:
                self._notify(at, actor, fact, KINDS[name])

    def _notify(self, at: datetime, actor: Actor, fact: Row, kind: Notification.Kind) -> None:
        row = self.batch.add(
            Notification,
            user_id=fact["args"]["agentId"],
            ticket_id=self.id,
            kind=kind,
            by=actor.label[:120] if actor.kind == "person" else "",
            created_at=at,
        )
        self.batch.later(lambda: row.update(fact_id=fact["id"]))
        self.notices.append(row)

    def _common_args(self) -> Row:
        """As services.telling.common_args."""
        place, row = self.place, self.row
        return {
            "ticketId": self.id,
            "ticketNumber": row["number"],
            "subject": row["subject"],
            "brandId": place.brand_id,
            "brandName": place.brand,
            "departmentId": place.department_id,
            "departmentName": place.department,
            "groupId": place.id,
            "groupName": place.name,
            "agentId": self.agent.id,
            "agentName": self.agent.name,
            "customerId": self.requester.id,
            "customerName": self.requester.name,
            "customerEmail": self.requester.email,
            "status": status_word(row["status"]),
            "priority": priority_word(row["priority"]),
            "source": str(row["source"]),
            "isPinned": row["is_pinned"],
            "tags": ", ".join(self.tags),
            "dateOpenedUtc": row["created_at"].isoformat(),
        }
