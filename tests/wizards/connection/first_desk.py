"""`manage.py serve` on an empty machine, and a browser's way through the wizard by plain HTTP."""

import http.cookiejar
import re
import signal
import urllib.parse
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path
from urllib.error import HTTPError, URLError

from tests.servers.desk import Desk
from tests.servers.process import Process
from tests.waiting import until

SECONDS = 400.0


class FirstDesk(Desk):
    """No database is named anywhere."""

    def __init__(self, var_dir: Path) -> None:
        super().__init__("", var_dir)

    @property
    def env(self) -> dict[str, str]:
        return {name: value for name, value in super().env.items() if value or name != "DATABASE_URL"}

    def token(self) -> str:
        """The one printed last."""
        found: list[str] = until(
            lambda: re.findall(r"/\?token=(\S+)", self.log.read_text()), "the token", SECONDS
        )
        return found[-1]

    def is_ready(self) -> bool:
        """The desk itself answers, not the wizard: that one is never ready."""
        return self.status("/readyz") == 200

    def crash(self) -> None:
        """Everything of it at once, as when the power goes."""
        assert isinstance(self.process, Process)
        self.stop(signal.SIGKILL)


@dataclass
class Visitor:
    """A browser without scripts."""

    base: str
    jar: http.cookiejar.CookieJar = field(default_factory=http.cookiejar.CookieJar)

    def open(self, path: str, **form: object) -> tuple[int, str]:
        """Status and page; with values it sends a form. 0 while nobody answers."""
        opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.jar))
        token = next((one.value for one in self.jar if one.name == "connection_csrftoken"), "")
        data = urllib.parse.urlencode({**form, "csrfmiddlewaretoken": token}).encode() if form else None
        request = urllib.request.Request(f"{self.base}{path}", data)  # noqa: S310 - our own desk
        try:
            with opener.open(request, timeout=60) as answer:
                return answer.status, answer.read().decode()
        except HTTPError as error:
            return error.code, error.read().decode()
        except (URLError, OSError):
            return 0, ""
