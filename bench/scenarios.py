"""What is measured: list, ticket, search, submit, over HTTP as Ann, Max, the administrator and a guest."""

import asyncio
import uuid
from dataclasses import dataclass, field
from pathlib import Path

from bench.client import Answer, Client
from bench.page import Page
from bench.people import AGENTS, sign_in, tickets_of

ROOT = Path(__file__).resolve().parents[1]
TERMS = (ROOT / "helpdesk" / "seeding" / "terms.txt").read_text().split()
GUEST = -1
_MESSAGE = """Good morning,

since the move to the new address range every second order confirmation comes back, and the shop answers
slowly in the evening. Number {number}. Please tell us what you need from our side.

Kind regards
A guest"""


@dataclass
class Visit:
    """Signed-in people and what they can open; every worker has a connection for each of them."""

    port: int
    people: list[Client]
    tickets: list[list[str]]
    forms: dict[int, list[dict[str, str]]]
    clients: dict[tuple[int, int], Client] = field(default_factory=dict)

    @classmethod
    async def begin(cls, port: int) -> "Visit":
        people = [await sign_in(port, name) for name in AGENTS]
        tickets = [await tickets_of(client, TERMS[:200:8]) for client in people]
        if not all(tickets):
            raise RuntimeError("Somebody of the demo company sees no ticket.")
        return cls(port, people, tickets, {})

    def client(self, worker: int, person: int) -> Client:
        """The worker's own connection in the person's name."""
        key = (worker, person)
        if key not in self.clients:
            cookies = self.people[person].cookies if person != GUEST else {}
            self.clients[key] = Client(self.port, cookies=cookies)
        return self.clients[key]

    async def list(self, worker: int, number: int) -> tuple[Answer, bool]:
        answer = await self.client(worker, number % 3).get("/agent/tickets")
        return answer, answer.status == 200

    async def ticket(self, worker: int, number: int) -> tuple[Answer, bool]:
        person = number % 3
        paths = self.tickets[person]
        answer = await self.client(worker, person).get(paths[number // 3 % len(paths)])
        return answer, answer.status == 200

    async def search(self, worker: int, number: int) -> tuple[Answer, bool]:
        term = TERMS[number * 7 % len(TERMS)]
        answer = await self.client(worker, number % 3).get(f"/agent/search?q={term}")
        return answer, answer.status == 200

    async def submit(self, worker: int, number: int) -> tuple[Answer, bool]:
        """Sends a form that was opened before; the page that thanks is a redirect away."""
        client = self.client(worker, GUEST)
        values = self.forms[worker].pop() | {
            "name": "Gwen Guest",
            "email": f"guest-{uuid.uuid4().hex[:10]}@visitors.example",
            "subject": f"Order confirmations come back {number}",
            "message": _MESSAGE.format(number=number),
        }
        answer = await client.post("/submit", values, referer="/submit")
        return answer, answer.status in (302, 303) and "/submit/sent/" in answer.headers.get("location", "")

    async def open_forms(self, workers: int, each: int) -> None:
        """Forms with their one-time keys, as guests have them before them; not measured."""
        await asyncio.gather(*(self._open_forms(worker, each) for worker in range(workers)))

    async def _open_forms(self, worker: int, count: int) -> None:
        forms = self.forms.setdefault(worker, [])
        while len(forms) < count:
            page = await self.client(worker, GUEST).get("/submit")
            forms.append({"key": Page(page.text).fields["key"], "department": _department(page.text)})


def _department(html: str) -> str:
    """The first department that the form offers."""
    before, found, rest = html.partition('name="department"')
    del before
    if not found:
        raise RuntimeError("The form offers no department.")
    values = [part.partition('"')[0] for part in rest.split('value="')[1:]]
    return next(value for value in values if value.isdigit())
