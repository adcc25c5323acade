"""The outside world as a process of its own: `python -m tests.crash.client JSON`.

People submit on the portal, write back, and answer as agents; others send mail by SMTP. Each has a mark.
"begun" is written to the log before it is sent, "acked" when the desk (or the mail server before it) has said
that it has it. Ends when the file `stop` appears, after all that can be repeated safely was acknowledged.
"""

import json
import os
import random
import smtplib
import sys
import threading
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.utils import make_msgid
from functools import partial
from pathlib import Path
from typing import Any

from tests.live.company import PASSWORD
from tests.live.web import Answer, Browser, NoAnswerError

PATIENCE_SECONDS = 90


@dataclass
class Book:
    """One line a happening, on disk before the next step is taken."""

    path: Path
    stop_file: Path
    lock: threading.Lock = field(default_factory=threading.Lock)
    numbers: list[str] = field(default_factory=list)  # tickets that were acknowledged

    def write(self, what: str, kind: str, mark: str, **more: Any) -> None:
        line = json.dumps({"what": what, "kind": kind, "mark": mark, "at": time.time(), **more})
        with self.lock, self.path.open("a") as file:
            file.write(line + "\n")

    @property
    def is_over(self) -> bool:
        return self.stop_file.exists()


def _until_acked(book: Book, kind: str, mark: str, send: Callable[[], Any]) -> Any:
    """Again and again, as a person would press the button again; only for what cannot be doubled by that."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline:
        try:
            if answer := send():
                return answer
        except (NoAnswerError, OSError, smtplib.SMTPException) as error:
            book.write("refused", kind, mark, said=str(error)[:200])
        time.sleep(0.3)
    book.write("given up", kind, mark)
    return None


def _redirected(book: Book, kind: str, mark: str, answer: Answer) -> Answer | None:
    if answer.status in {302, 303}:
        return answer
    book.write("refused", kind, mark, said=f"status {answer.status}")
    return None


def submit(book: Book, port: int, number: int) -> None:
    """A guest's new ticket; the same form is sent until the done page comes."""
    mark, browser = f"web-{number:05}", Browser(port)
    page = _until_acked(book, "web", mark, lambda: _good(browser.get("/submit")))
    if page is None:
        return
    values = {
        "key": page.field("key"),
        "department": "",
        "name": f"Guest {number}",
        "email": f"guest{number}@customers.example",
        "subject": f"Subject {mark}",
        "message": f"It does not work. {mark}.",
    }
    values["department"] = _first_department(page.text)
    book.write("begun", "web", mark)
    sent = _until_acked(
        book, "web", mark, lambda: _redirected(book, "web", mark, browser.post("/submit", **values))
    )
    if sent is not None:
        book.write("acked", "web", mark, node=sent.node)
        done = _until_acked(book, "web", mark, lambda: _good(browser.get(sent.location)))
        if done is not None and (shown := _number_in(done.text)):
            book.write("number", "web", mark, number=shown)
            book.numbers.append(shown)


def _good(answer: Answer) -> Answer | None:
    return answer if answer.status == 200 else None


def _first_department(text: str) -> str:
    return text.partition('name="department" value="')[2].partition('"')[0]


def _number_in(text: str) -> str:
    import re  # noqa: PLC0415 - only here

    found = re.search(r"\b\d{3}-[0-9A-F]{8}-[0-9A-F]{4}\b", text, re.IGNORECASE)
    return found[0] if found else ""


def write_back(book: Book, browser: Browser, ticket: str, who: str, number: int) -> None:
    """A customer's reply with the form's one-time key."""
    mark, path = f"back-{who}-{number:05}", f"/tickets/{ticket}/reply"
    values = {"text": f"More about it. {mark}.", "key": f"{mark}-{random.getrandbits(40):x}"}
    book.write("begun", "back", mark)
    sent = _until_acked(
        book, "back", mark, lambda: _redirected(book, "back", mark, browser.post(path, **values))
    )
    if sent is not None:
        book.write("acked", "back", mark)


def answer(book: Book, browser: Browser, number: int) -> None:
    """An agent's reply: once only, since a second one would be a second reply."""
    if not book.numbers:
        return
    mark, ticket = f"agent-{number:05}", random.choice(book.numbers)
    values = {"mode": "reply", "body_format": "text", "body": f"Please try again. {mark}."}
    book.write("begun", "agent", mark)
    try:
        done = browser.post(f"/agent/tickets/{ticket}/write", **values)
    except NoAnswerError as error:
        book.write("refused", "agent", mark, said=str(error)[:200])
        return
    if _redirected(book, "agent", mark, done):
        book.write("acked", "agent", mark)


def mail(book: Book, mx_port: int, box: str, kind: str, number: int) -> None:
    """A customer's mail, handed to the mail server in front of the mailbox."""
    mark = f"{kind}-{number:05}"
    message = EmailMessage()
    message["From"] = f"Writer {number} <writer-{kind}-{number}@customers.example>"
    message["To"] = box
    message["Subject"] = f"Subject {mark}"
    message["Message-ID"] = make_msgid(mark, "customers.example")
    message.set_content(f"It does not work. {mark}.")
    book.write("begun", kind, mark, message_id=str(message["Message-ID"]).strip("<>"))

    def send() -> bool:
        with smtplib.SMTP("127.0.0.1", mx_port, timeout=10) as smtp:
            smtp.send_message(message)
        return True

    if _until_acked(book, kind, mark, send):
        book.write("acked", kind, mark)


def _signed_in(book: Book, port: int, name: str) -> Browser:
    browser = Browser(port)

    def enter() -> bool:
        browser.sign_in(name, PASSWORD)
        return True

    if not _until_acked(book, "sign-in", name, enter):
        raise SystemExit(f"{name} could not sign in")
    return browser


def _own_ticket(book: Book, port: int, name: str) -> tuple[Browser, str]:
    """A customer's own ticket to write into."""
    browser = _signed_in(book, port, name)
    page = browser.get("/submit")
    values = {
        "key": page.field("key"),
        "department": _first_department(page.text),
        "subject": f"Ticket of {name}",
        "message": f"Here I write again and again. own-{name}.",
    }
    sent = _until_acked(
        book, "own", name, lambda: _redirected(book, "own", name, browser.post("/submit", **values))
    )
    return browser, _number_in(browser.get(sent.location).text)


def main() -> None:
    given = json.loads(sys.argv[1])
    book = Book(Path(given["log"]), Path(given["stop"]))
    port, mx, pace = given["port"], given["mx_port"], given["pace"]
    own = {name: _own_ticket(book, port, name) for name in ("cleo", "sam")}
    book.numbers += [ticket for _browser, ticket in own.values()]
    ann = _signed_in(book, port, "ann")
    many = given["submitters"]
    roles: list[tuple[float, Callable[[int], None]]] = [
        *((pace, partial(_submit_as, book, port, one, many)) for one in range(many)),
        (pace, lambda n: answer(book, ann, n)),
        (pace, lambda n: mail(book, mx, given["imap_box"], "imap", n)),
        (pace, lambda n: mail(book, mx, given["pop_box"], "pop", n)),
        # the portal lets a person write sixty times in ten minutes
        (max(pace, given["slow_pace"]), lambda n: write_back(book, *own["cleo"], "cleo", n)),
        (max(pace, given["slow_pace"]), lambda n: write_back(book, *own["sam"], "sam", n)),
    ]
    first = given["first_number"]
    threading.excepthook = _end_all
    threads = [threading.Thread(target=_loop, args=(book, pause, act, first)) for pause, act in roles]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def _end_all(died: threading.ExceptHookArgs) -> None:
    """A role that dies ends the process: a desk that nobody asks would be called one without service."""
    traceback.print_exception(died.exc_value)
    sys.stderr.flush()
    os._exit(1)


def _submit_as(book: Book, port: int, one: int, many: int, number: int) -> None:
    """Several people submit at a time, each with numbers of their own."""
    submit(book, port, number * many + one)


def _loop(book: Book, pause: float, act: Callable[[int], None], number: int) -> None:
    while not book.is_over:
        number += 1
        act(number)
        time.sleep(pause * random.uniform(0.5, 1.5))


if __name__ == "__main__":
    main()
