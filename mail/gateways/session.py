"""What the three gateways share: a session that is opened whole or not at all, and always ended."""

from abc import ABC, abstractmethod
from types import TracebackType
from typing import Self


class Session(ABC):
    """`with …Gateway(server) as it:` connects and signs in; a start that fails leaves nothing open."""

    @abstractmethod
    def connect(self) -> str:
        """Connects, with TLS where the account says so; returns the server's greeting."""

    @abstractmethod
    def login(self) -> None:
        """Signs in. Raises TransportError."""

    @abstractmethod
    def end(self, *, clean: bool) -> None:
        """Ends the session; `clean` when all that was to be done in it was done."""

    def __enter__(self) -> Self:
        try:
            self.connect()
            self.login()
        except BaseException:
            self.end(clean=False)
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.end(clean=error is None)
