"""The client's book, the database, the mailboxes and what the outside received: do they say the same?"""

import itertools
import json
import math
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.live.rows import Rows

MESSAGE_SENT, TICKET_CREATED = 502006, 502000
QUEUE_ID = 1
# From the server's acceptance of the final dot to the commit of "sent": a moment; some seconds when busy.
WINDOW_SECONDS = 10.0
ENDS_MAIL = {"mail", "supervisor"}


@dataclass(frozen=True)
class Kill:
    """`at` and `done` are before and after the blow."""

    kind: str
    at: float
    done: float


@dataclass(frozen=True)
class Taken:
    """A mail that the outside has taken; `at` is when it was complete, before the answer went out.

    On a busy machine that is noticed late, so whoever sent it may have been killed before. But not before
    `begun`: the last dot, which did come, was still to be sent then.
    """

    message_id: str
    begun: float
    at: float


@dataclass
class Verdict:
    problems: list[str] = field(default_factory=list)
    in_window: list[str] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)


@dataclass
class Books:
    """Everything that is compared."""

    log: list[dict[str, Any]]
    rows: Rows
    left_in_mailboxes: int
    taken: list[Taken]
    kills: list[Kill]

    @staticmethod
    def read_log(path: Path) -> list[dict[str, Any]]:
        return [json.loads(line) for line in path.read_text().splitlines()]


def compare(
    books: Books, doubles_of: "Callable[[Books], tuple[list[str], list[str]]] | None" = None
) -> Verdict:
    """`doubles_of` tells the mails that were taken twice, unexplained ones and those of the window."""
    verdict = Verdict()
    for part in (_submissions, _conversation, _incoming, _outgoing, _owners, _deliveries, _facts):
        verdict.problems += part(books)
    doubles, window = (doubles_of or _doubles)(books)
    verdict.problems += doubles
    verdict.in_window = window
    acked = Counter(line["kind"] for line in books.log if line["what"] == "acked")
    verdict.counts = {
        **{f"acknowledged {kind}": number for kind, number in sorted(acked.items())},
        "given up": sum(1 for line in books.log if line["what"] == "given up"),
        "refused tries": sum(1 for line in books.log if line["what"] == "refused"),
        "tickets": len(books.rows["tickets"]),
        "messages": len(books.rows["messages"]),
        "mails out": len(books.rows["outbound"]),
        "taken outside": len(books.taken),
        "facts": len(books.rows["facts"]),
        "deliveries": len(books.rows["deliveries"]),
        "kills": len(books.kills),
    }
    return verdict


def _marks(log: list[dict[str, Any]], what: str, *kinds: str) -> dict[str, dict[str, Any]]:
    return {line["mark"]: line for line in log if line["what"] == what and line["kind"] in kinds}


def _once(kind: str, found: Counter[str], acked: Iterable[str], begun: Iterable[str]) -> Iterator[str]:
    for mark in acked:
        if found[mark] != 1:
            yield f"{kind}: {mark} was acknowledged and is there {found[mark]} times"
    for mark in begun:
        if found[mark] > 1:
            yield f"{kind}: {mark} is there {found[mark]} times"


def _submissions(books: Books) -> Iterator[str]:
    found = Counter(row["subject"].removeprefix("Subject ") for row in books.rows["tickets"])
    yield from _once(
        "submission", found, _marks(books.log, "acked", "web"), _marks(books.log, "begun", "web")
    )
    numbers = {row["subject"].removeprefix("Subject "): row["number"] for row in books.rows["tickets"]}
    for mark, line in _marks(books.log, "number", "web").items():
        if numbers.get(mark, "").lower() != line["number"].lower():
            yield f"submission: {mark} was told {line['number']} and has {numbers.get(mark)}"


def _mark_in(text: str) -> str:
    """The mark stands at the end of the first line, before its full stop."""
    return text.strip().partition("\n")[0].rpartition(" ")[2].rstrip(".")


def _conversation(books: Books) -> Iterator[str]:
    found = Counter(_mark_in(row["text"]) for row in books.rows["messages"])
    for kind in ("back", "agent", "web", "imap", "pop"):
        acked, begun = _marks(books.log, "acked", kind), _marks(books.log, "begun", kind)
        yield from _once(f"message ({kind})", found, acked, begun)
    seqs = defaultdict(list)
    for row in books.rows["messages"]:
        seqs[row["ticket_id"]].append(row["seq"])
    for ticket in books.rows["tickets"]:
        if sorted(seqs[ticket["id"]]) != list(range(1, ticket["last_seq"] + 1)):
            yield f"ticket {ticket['number']}: {sorted(seqs[ticket['id']])}, not 1 to {ticket['last_seq']}"


def _incoming(books: Books) -> Iterator[str]:
    if books.left_in_mailboxes:
        yield f"mail in: {books.left_in_mailboxes} mails are still in the mailboxes"
    begun = _marks(books.log, "begun", "imap", "pop")
    ids = {line["message_id"]: mark for mark, line in begun.items()}
    kept = Counter(ids.get(row["message_id"], row["message_id"]) for row in books.rows["inbound"])
    yield from _once("mail in", kept, _marks(books.log, "acked", "imap", "pop"), begun)
    made = Counter(row["inbound_id"] for row in books.rows["messages"] if row["inbound_id"])
    for row in books.rows["inbound"]:
        if row["state"] != "handled":
            yield f"mail in: {row['subject']} is {row['state']} ({row['reason']} {row['error'][-200:]})"
        if made[row["id"]] != 1:
            yield f"mail in: {row['subject']} became {made[row['id']]} messages"


def _outgoing(books: Books) -> Iterator[str]:
    taken = Counter(one.message_id for one in books.taken)
    known = set()
    for row in books.rows["outbound"]:
        known.add(row["message_id"])
        if row["state"] != "sent":
            yield f"mail out: {row['subject']} is {row['state']} ({row['last_error']})"
        if not taken[row["message_id"]]:
            yield f"mail out: {row['subject']} never arrived, and is {row['state']}"
    for message_id in taken.keys() - known:
        yield f"mail out: {message_id} arrived and stands nowhere in the database"


def _owners(books: Books) -> Iterator[str]:
    """Each ticket has its one automatic answer, each reply its one mail."""
    owners = Counter((row["owner_kind"], row["owner_id"]) for row in books.rows["outbound"])
    for ticket in books.rows["tickets"]:
        if owners["ticket_auto", ticket["id"]] != 1:
            count = owners["ticket_auto", ticket["id"]]
            yield f"mail out: ticket {ticket['number']} has {count} automatic answers"
    for message in books.rows["messages"]:
        if message["by_agent"] and message["kind"] == 1:
            if owners["ticket_message", message["id"]] != 1:
                yield f"mail out: reply {message['id']} has {owners['ticket_message', message['id']]} mails"
            if message["delivery"] != "sent":
                yield f"mail out: reply {message['id']} says {message['delivery']!r}"


def _doubles(books: Books) -> tuple[list[str], list[str]]:
    """Mails that the outside took more than once: each must be one of the window, and proven to be one."""
    times: dict[str, list[Taken]] = defaultdict(list)
    for one in books.taken:
        times[one.message_id].append(one)
    rows = {row["message_id"]: row for row in books.rows["outbound"]}
    ends = sorted((kill for kill in books.kills if kill.kind in ENDS_MAIL), key=lambda kill: kill.at)
    wrong: list[str] = []
    window: list[str] = []
    for message_id, at in times.items():
        if len(at) == 1 or message_id not in rows:
            continue
        row, at = rows[message_id], sorted(at, key=lambda one: one.at)
        # "sent" was noted once, each acceptance had its own claim, a kill is right behind all but the last
        explained = row["oks"] == 1 and row["claim"] >= len(at)
        distances = []
        for first, second in itertools.pairwise(at):
            end = next((end for end in ends if first.begun <= end.done and end.at <= second.at), None)
            after = end.at - first.at if end else math.inf
            explained = explained and after <= WINDOW_SECONDS
            distances.append(f"killed {after * 1000:.0f} ms after" if end else "no kill")
        said = f"{message_id} was taken {len(at)} times, {', '.join(distances)}"
        said += f" ({row['oks']} times noted as sent, {row['claim']} claims)"
        (window if explained else wrong).append(said)
    return [f"mail out: {said} not explained by the window" for said in wrong], window


def _deliveries(books: Books) -> Iterator[str]:
    """Each fact was dispatched, and each who listens was told once."""
    done = Counter((row["fact_id"], row["handler"]) for row in books.rows["deliveries"])
    for row in books.rows["deliveries"]:
        if row["state"] != 1:
            yield f"delivery {row['id']} of {row['handler']} is in state {row['state']}: {row['last_error']}"
    for fact in books.rows["facts"]:
        if fact["state"] != 1:
            yield f"fact {fact['id']} ({fact['event_id']}) was not dispatched"
        for handler in fact["handlers"]:
            if done[fact["id"], handler] != 1:
                yield f"fact {fact['id']} has {done[fact['id'], handler]} deliveries of {handler}"


def _facts(books: Books) -> Iterator[str]:
    """Each happening has its one fact, and what a fact brings about was done once."""
    notices = Counter(row["fact_id"] for row in books.rows["notifications"])
    mails = Counter(r["owner_id"] for r in books.rows["outbound"] if r["owner_kind"] == "ticket_notice")
    events: Counter[tuple[int, int]] = Counter()
    for fact in books.rows["facts"]:
        args, is_message = fact["args"], fact["event_id"] == MESSAGE_SENT
        events[fact["event_id"], args["messageId"] if is_message else fact["item_id"]] += 1
        if is_message and args["direction"] == "in" and not args["isFirst"]:
            wanted = int(args["agentId"] != QUEUE_ID)
            if (notices[fact["id"]], mails[fact["id"]]) != (wanted, wanted):
                told = f"{notices[fact['id']]} notices and {mails[fact['id']]} mails"
                yield f"fact {fact['id']}: {told}, not {wanted} each"
    for ticket in books.rows["tickets"]:
        if (number := events[TICKET_CREATED, ticket["id"]]) != 1:
            yield f"ticket {ticket['number']}: {number} facts that it was opened"
    for message in books.rows["messages"]:
        if message["kind"] == 1 and (number := events[MESSAGE_SENT, message["id"]]) != 1:
            yield f"message {message['id']}: {number} facts that it was written"
