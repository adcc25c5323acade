"""The open streams of this process. Lives in the event loop's thread; the poller hands signals over to it."""

import asyncio
import json
from collections import deque
from dataclasses import dataclass, field

from common.realtime.marks import Mark
from common.realtime.rows import REVOKE

QUEUE_LENGTH = 200
STREAMS_A_PERSON = 12
STREAMS_AN_ADDRESS = 40  # of guests, who have no user id
REMEMBERED = 5000


@dataclass(frozen=True, slots=True)
class Signal:
    """A row, ready to send: `mark` is what a stream has seen once it has seen this."""

    id: int
    channel: str
    name: str
    data: str
    mark: Mark
    user: int = 0  # of a revoke

    @property
    def is_late(self) -> bool:
        """It committed after one with a higher id."""
        return self.id < self.mark.last

    @property
    def frame(self) -> bytes:
        body = f'{{"name":{json.dumps(self.name)},"channel":{json.dumps(self.channel)},"data":{self.data}}}'
        return f"id: {self.mark}\ndata: {body}\n\n".encode()


@dataclass(eq=False)
class Stream:
    """One open connection. A reader too slow for its queue is sent away and comes back from its last id."""

    user_id: int
    owner: str
    channels: frozenset[str]
    queue: "asyncio.Queue[bytes | None]" = field(default_factory=lambda: asyncio.Queue(QUEUE_LENGTH))
    is_over: bool = False

    def send(self, frame: bytes) -> None:
        try:
            self.queue.put_nowait(frame)
        except asyncio.QueueFull:
            self.end()

    def end(self) -> None:
        """Lets the connection finish after what it is sending."""
        self.is_over = True
        while self.queue.full():
            self.queue.get_nowait()
        self.queue.put_nowait(None)


class TooManyStreamsError(Exception):
    """This person, or this address, has enough streams open."""


class Hub:
    """All streams by channel and by person, and the last signals for those who come back."""

    def __init__(self) -> None:
        self.streams: set[Stream] = set()
        self.by_channel: dict[str, set[Stream]] = {}
        self.recent: deque[Signal] = deque(maxlen=REMEMBERED)
        self.floor = 0  # signals after this one are all in `recent`
        self.ready = asyncio.Event()
        self.is_closed = False

    def add(self, stream: Stream) -> None:
        """Raises TooManyStreamsError."""
        limit = STREAMS_A_PERSON if stream.user_id else STREAMS_AN_ADDRESS
        if sum(other.owner == stream.owner for other in self.streams) >= limit:
            raise TooManyStreamsError
        self.streams.add(stream)
        for channel in stream.channels:
            self.by_channel.setdefault(channel, set()).add(stream)

    def remove(self, stream: Stream) -> None:
        self.streams.discard(stream)
        for channel in stream.channels:
            listeners = self.by_channel.get(channel)
            if listeners is not None:
                listeners.discard(stream)
                if not listeners:
                    del self.by_channel[channel]

    def start(self, floor: int, signals: list[Signal]) -> None:
        """The poller begins; it has read everything after `floor`. Nobody hears that but who asks for it."""
        self.recent.clear()
        self.recent.extend(signals)
        self.floor = floor
        self.ready.set()

    def rest(self) -> None:
        """The poller has stopped, or has not yet begun."""
        self.ready.clear()

    def deliver(self, signals: list[Signal]) -> None:
        """Hands signals to those who listen."""
        for signal in signals:
            if len(self.recent) == self.recent.maxlen:
                self.floor = max(self.floor, self.recent[0].id)
            self.recent.append(signal)
            frame = b""
            for stream in tuple(self.by_channel.get(signal.channel, ())):
                frame = frame or signal.frame
                stream.send(frame)
            if signal.name == REVOKE:
                self._revoke(signal.user)

    def _revoke(self, user_id: int) -> None:
        for stream in tuple(self.streams):
            if stream.user_id == user_id and user_id:
                stream.end()

    def resume(self, stream: Stream, missed: list[Signal]) -> None:
        """Sends missed signals; a revoke among them ends the stream, even when its ticket was older."""
        for signal in missed:
            if signal.channel in stream.channels:
                stream.send(signal.frame)
            if signal.name == REVOKE and stream.user_id and signal.user == stream.user_id:
                stream.end()

    def close(self) -> None:
        """The process stops: every stream ends, and no new one begins."""
        self.is_closed = True
        for stream in tuple(self.streams):
            stream.end()
