"""A person's browser reduced to what a program needs: cookies, forms with their tokens, plain redirects."""

import http.client
import re
import urllib.parse
from dataclasses import dataclass, field

_TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')


class NoAnswerError(Exception):
    """The connection broke or nobody was there: what was sent may or may not have been done."""


@dataclass(frozen=True)
class Answer:
    status: int
    location: str
    text: str
    node: str = ""  # which node answered, where a proxy says so

    def field(self, name: str) -> str:
        """The value of a hidden field of the page."""
        match = re.search(rf'name="{name}" value="([^"]*)"', self.text)
        if match is None:
            raise NoAnswerError(f"no field {name} in a page of {len(self.text)} letters ({self.status})")
        return match[1]


@dataclass
class Browser:
    """One person at one desk."""

    port: int
    cookies: dict[str, str] = field(default_factory=dict)
    seconds: float = 15

    def get(self, path: str) -> Answer:
        return self._ask("GET", path, None)

    def post(self, path: str, **fields: str) -> Answer:
        """With the CSRF token of this browser's cookie, as a page would send it."""
        body = urllib.parse.urlencode({"csrfmiddlewaretoken": self.cookies.get("csrftoken", ""), **fields})
        return self._ask("POST", path, body.encode())

    def sign_in(self, name: str, password: str) -> None:
        self.get("/login")
        answer = self.post("/login", username=name, password=password)
        if answer.status != 302:
            raise NoAnswerError(f"sign-in of {name} was answered {answer.status}")

    def _ask(self, method: str, path: str, body: bytes | None) -> Answer:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=self.seconds)
        headers = {"Host": f"localhost:{self.port}", "Cookie": self._cookie()}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        try:
            connection.request(method, path, body=body, headers=headers)
            response = connection.getresponse()
            text = response.read().decode("utf-8", "replace")
            for header in response.headers.get_all("Set-Cookie") or []:
                name, _, value = header.partition(";")[0].partition("=")
                self.cookies[name] = value
        except (OSError, http.client.HTTPException) as error:
            raise NoAnswerError(f"{type(error).__name__}: {error}") from error
        finally:
            connection.close()
        said = response.headers
        return Answer(response.status, said.get("Location", ""), text, said.get("X-Node", ""))

    def _cookie(self) -> str:
        return "; ".join(f"{name}={value}" for name, value in self.cookies.items())
