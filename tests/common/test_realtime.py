"""Streams: what was committed arrives once, also after a reconnect; what ends a right ends its streams."""

import asyncio
import json
import threading
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any, TypeVar

import pytest
from django.core import signing
from django.db import connection

from common import realtime
from common.models import SignalRow
from common.realtime import hub, marks, poller, sse, wake
from common.realtime.sse import StreamApp
from common.unit import run
from tests.loops import run as run_story

T = TypeVar("T")
pytestmark = pytest.mark.django_db(transaction=True)


class Reader:
    """A browser's end of one stream, without a server in between."""

    def __init__(self, app: StreamApp, ticket: str, last: str = "", address: str = "10.0.0.1") -> None:
        self.events: list[dict[str, Any]] = []
        self.ids: list[str] = []
        self.raw = b""
        self.status = 0
        self.gone = asyncio.Event()
        query = f"ticket={ticket}" + (f"&last={last}" if last else "")
        scope = {
            "type": "http",
            "method": "GET",
            "query_string": query.encode(),
            "headers": [],
            "client": (address, 1),
        }
        self.task = asyncio.create_task(app(scope, self._receive, self._send))

    async def _receive(self) -> dict[str, Any]:
        await self.gone.wait()
        return {"type": "http.disconnect"}

    async def _send(self, message: dict[str, Any]) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            return
        self.raw += message["body"]
        for block in message["body"].decode().split("\n\n"):
            lines = dict(line.split(": ", 1) for line in block.splitlines() if ": " in line)
            if "data" in lines:
                self.events.append(json.loads(lines["data"]))
                self.ids.append(lines["id"])

    async def until(self, count: int, seconds: float = 5) -> list[dict[str, Any]]:
        await eventually(lambda: len(self.events) >= count, seconds)
        return self.events

    async def close(self) -> None:
        self.gone.set()
        await self.task


async def eventually(test: Callable[[], object], seconds: float = 5) -> None:
    deadline = time.monotonic() + seconds
    while not test():
        assert time.monotonic() < deadline, "it did not come"
        await asyncio.sleep(0.01)


@asynccontextmanager
async def streams() -> AsyncIterator[StreamApp]:
    app = StreamApp()
    try:
        yield app
    finally:
        app.shut_down()
        if app.poller is not None:
            await asyncio.to_thread(app.poller.join, 5)


def play(story: Callable[[StreamApp], Awaitable[T]]) -> T:
    async def told() -> T:
        async with streams() as app:
            return await story(app)

    return run_story(told())


async def elsewhere(function: Callable[[], T]) -> T:
    """In another thread with its own connection, as a request would."""

    def call() -> T:
        try:
            return function()
        finally:
            connection.close()

    return await asyncio.to_thread(call)


async def tell(channel: str, name: str = "changed", **data: object) -> None:
    await elsewhere(lambda: run(lambda: realtime.signal(channel, name, data)))


async def ticket(*channels: str, user: int = 7) -> str:
    return await elsewhere(lambda: realtime.issue(user, list(channels)))


def test_a_signal_reaches_those_who_listen_and_nobody_else(monkeypatch: pytest.MonkeyPatch) -> None:
    """At once: what only a poll would find does not come in the time of this test."""
    monkeypatch.setattr(poller, "POLL_SECONDS", 600)

    async def story(app: StreamApp) -> None:
        ann = Reader(app, await ticket("ticket:5", "group:1"))
        otto = Reader(app, await ticket("group:2", user=9))
        await eventually(lambda: len(app.hub.streams) == 2)
        await tell("ticket:5", "message", ticket=5)
        await tell("group:2")
        events = await ann.until(1)
        assert events == [{"name": "message", "channel": "ticket:5", "data": {"ticket": 5}}]
        assert [event["channel"] for event in await otto.until(1)] == ["group:2"]
        await ann.close()
        await otto.close()
        assert app.hub.by_channel == {}

    play(story)


def test_wake_ups_come_again_after_their_session_was_ended() -> None:
    """As a node that takes over does it with those of the one that was active."""
    if connection.vendor != "postgresql":
        pytest.skip("only PostgreSQL wakes listeners up")

    def listening() -> set[int]:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pid FROM pg_stat_activity WHERE query = %s AND datname = current_database()",
                [f"LISTEN {wake.CHANNEL}"],
            )
            return {row[0] for row in cursor.fetchall()}

    def end(pid: int) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(%s, 5000)", [pid])

    async def until(test: Callable[[set[int]], bool]) -> set[int]:
        deadline = time.monotonic() + 10
        while not test(found := await elsewhere(listening)):
            assert time.monotonic() < deadline, "nobody listens"
            await asyncio.sleep(0.05)
        return found

    async def story(app: StreamApp) -> None:
        await until(lambda found: not found)  # the one of the test before has gone
        ann = Reader(app, await ticket("ticket:5"))
        (first,) = await until(lambda found: len(found) == 1)
        await elsewhere(lambda: end(first))
        assert await until(lambda found: len(found - {first}) == 1)
        await ann.close()

    play(story)


def test_what_is_rolled_back_is_told_to_nobody() -> None:
    def broken() -> None:
        realtime.signal("ticket:5", "message")
        raise ValueError

    async def story(app: StreamApp) -> None:
        ann = Reader(app, await ticket("ticket:5"))
        await eventually(lambda: app.hub.streams)
        with pytest.raises(ValueError):
            await elsewhere(lambda: run(broken))
        await tell("ticket:5", "changed")
        assert [event["name"] for event in await ann.until(1)] == ["changed"]
        await ann.close()

    play(story)


def test_a_reconnect_neither_loses_nor_repeats() -> None:
    async def story(app: StreamApp) -> None:
        ann = Reader(app, await ticket("t"))
        await eventually(lambda: app.hub.streams)
        await tell("t", n=1)
        await tell("t", n=2)
        await ann.until(2)
        await ann.close()
        await tell("t", n=3)
        again = Reader(app, await ticket("t"), last=ann.ids[0])
        events = await again.until(2)
        await tell("t", n=4)
        await again.until(3)
        assert [event["data"]["n"] for event in events] == [2, 3, 4]
        await again.close()

    play(story)


def test_another_process_replays_from_the_database() -> None:
    async def first(app: StreamApp) -> str:
        ann = Reader(app, await ticket("t"))
        await eventually(lambda: app.hub.streams)
        await tell("t", n=1)
        await ann.until(1)
        await ann.close()
        return ann.ids[0]

    last = play(first)

    async def second(app: StreamApp) -> None:
        rows = [SignalRow(channel="noise", name="x") for _ in range(700)]
        await elsewhere(lambda: run(lambda: realtime.signal("t", "changed", {"n": 2})))
        await elsewhere(lambda: SignalRow.objects.bulk_create(rows))
        await tell("t", n=3)
        ann = Reader(app, await ticket("t"), last=last)
        assert [event["data"]["n"] for event in await ann.until(2)] == [2, 3]
        await ann.close()

    play(second)


def test_a_new_stream_gets_what_came_since_its_ticket() -> None:
    async def story(app: StreamApp) -> None:
        await tell("t", n=1)
        opened_with = await ticket("t")
        await tell("t", n=2)
        ann = Reader(app, opened_with)
        assert [event["data"]["n"] for event in await ann.until(1)] == [2]
        await ann.close()

    play(story)


def test_signals_that_commit_out_of_order_all_arrive() -> None:
    """A transaction took its number first and commits last: a browser that reconnects meanwhile gets it."""
    if connection.vendor == "sqlite":
        pytest.skip("one writer at a time")
    took, go = threading.Event(), threading.Event()

    def slow() -> None:
        def change() -> None:
            SignalRow.objects.create(channel="t", name="changed", data={"n": "slow"})
            took.set()
            go.wait(10)

        try:
            run(change)
        finally:
            connection.close()

    async def story(app: StreamApp) -> None:
        ann = Reader(app, await ticket("t"))
        await eventually(lambda: app.hub.streams)
        writer = threading.Thread(target=slow)
        writer.start()
        await asyncio.to_thread(took.wait, 5)
        await tell("t", n="fast")
        await ann.until(1)
        await ann.close()
        assert "-" in ann.ids[0]
        go.set()
        await asyncio.to_thread(writer.join)
        await asyncio.sleep(0.6)
        again = Reader(app, await ticket("t"), last=ann.ids[0])
        await again.until(1)
        await tell("t", n="end")
        events = await again.until(2)
        assert [event["data"]["n"] for event in events] == ["slow", "end"]
        await again.close()

    play(story)


def test_a_revoke_ends_the_persons_streams_and_only_theirs() -> None:
    async def story(app: StreamApp) -> None:
        before = await ticket("t")
        ann, otto = Reader(app, before), Reader(app, await ticket("t", user=9))
        await eventually(lambda: len(app.hub.streams) == 2)
        await elsewhere(lambda: run(lambda: realtime.revoke(7)))
        await asyncio.wait_for(ann.task, 5)
        assert not otto.task.done()
        late = Reader(app, before)  # the old ticket does not open a new one
        await asyncio.wait_for(late.task, 5)
        await otto.close()

    play(story)


def test_a_ticket_is_checked() -> None:
    async def story(app: StreamApp) -> None:
        good = await ticket("t")
        for wrong in ("", "x", good + "x", good[:-2]):
            reader = Reader(app, wrong)
            await reader.task
            assert reader.status == 403
        assert not app.hub.streams
        assert app.poller is None

    play(story)


def test_a_ticket_lives_a_minute(monkeypatch: pytest.MonkeyPatch) -> None:
    text = realtime.issue(7, ["t"])
    assert realtime.open_ticket(text).channels == ("t",)
    now = time.time() + 61
    monkeypatch.setattr(signing.time, "time", lambda: now)  # type: ignore[attr-defined]  # the module has it
    with pytest.raises(realtime.BadTicketError):
        realtime.open_ticket(text)


def test_one_person_opens_only_so_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hub, "STREAMS_A_PERSON", 2)

    async def story(app: StreamApp) -> None:
        text = await ticket("t")
        readers = [Reader(app, text), Reader(app, text)]
        await eventually(lambda: len(app.hub.streams) == 2)
        third = Reader(app, text)
        await third.task
        assert third.status == 429
        other = Reader(app, await ticket("t", user=9))
        await eventually(lambda: len(app.hub.streams) == 3)
        for reader in [*readers, other]:
            await reader.close()

    play(story)


def test_a_stream_pings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sse, "PING_SECONDS", 0.05)

    async def story(app: StreamApp) -> None:
        ann = Reader(app, await ticket("t"))
        await eventually(lambda: ann.raw.count(b": ping") >= 2)
        assert ann.raw.startswith(b"retry: ")
        await ann.close()

    play(story)


def test_a_stream_ends_by_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sse, "LIFE_SECONDS", 0.4)

    async def story(app: StreamApp) -> None:
        ann = Reader(app, await ticket("t"))
        await asyncio.wait_for(ann.task, 5)

    play(story)


def test_a_stop_ends_all_streams_and_opens_no_more() -> None:
    async def story(app: StreamApp) -> None:
        ann = Reader(app, await ticket("t"))
        await eventually(lambda: app.hub.streams)
        app.shut_down()
        await asyncio.wait_for(ann.task, 2)
        late = Reader(app, await ticket("t"))
        await late.task
        assert late.status == 503

    play(story)


def test_a_reader_too_slow_is_sent_away(monkeypatch: pytest.MonkeyPatch) -> None:
    async def story() -> None:
        stream = hub.Stream(7, "7", frozenset({"t"}), queue=asyncio.Queue(3))
        for _ in range(10):
            stream.send(b"x")
        assert stream.is_over
        found = [stream.queue.get_nowait() for _ in range(stream.queue.qsize())]
        assert found[-1] is None

    run_story(story())


def test_nobody_polls_while_nobody_listens(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sse, "IDLE_SECONDS", 0.1)

    async def story(app: StreamApp) -> None:
        ann = Reader(app, await ticket("t"))
        await eventually(lambda: app.hub.streams)
        poller = app.poller
        assert poller is not None
        await ann.close()
        await eventually(lambda: not poller.is_alive())
        assert app.poller is None
        again = Reader(app, await ticket("t"))
        await eventually(lambda: app.hub.streams)
        await tell("t", n=1)
        await again.until(1)
        await again.close()

    play(story)


@pytest.mark.parametrize("text", ["", "x", "1-x", "-1", "1--2", "9" * 30, "1-" * 60 + "1", "١"])
def test_a_mark_we_did_not_write_is_ignored(text: str) -> None:
    assert marks.parse(text) is None


def test_a_mark_survives_the_wire() -> None:
    mark = marks.Mark(105, frozenset({103, 104}))
    assert str(mark) == "105-103-104"
    assert marks.parse(str(mark)) == mark
    assert [n for n in range(100, 108) if mark.misses(n)] == [103, 104, 106, 107]
