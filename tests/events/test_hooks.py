"""Web hooks: signed, limited, tried again, every call in a log and sent again on demand."""

import hashlib
import hmac
import json
import threading
import time
from collections.abc import Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from django.db import connection
from pytest_django import Settings

from common.clock import database_now
from common.models import AuditEntry
from common.unit import run
from events.errors import ActionError, InvalidRuleError
from events.jobs import deliver_outside, dispatch, outside
from events.models import Delivery, Hook, HookDelivery, RuleRun
from events.services import change_hook, create_hook, delete_hook, new_secret, replay
from tests.events.rules import ADMIN, action, fact, rule

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("only_rules")]


class Receiver(BaseHTTPRequestHandler):
    """Notes what it got and answers what the test wants."""

    server: "Server"

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.got.append((dict(self.headers.items()), body))
        self.server.go.wait(20)
        self.send_response(self.server.code)
        for name, value in self.server.headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(self.server.answer)))
        self.end_headers()
        self.wfile.write(self.server.answer)

    def log_message(self, *_: Any) -> None:
        """Quiet."""


class Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Receiver)
        self.got: list[tuple[dict[str, str], bytes]] = []
        self.code, self.answer = 200, b"thanks"
        self.go = threading.Event()  # no answer before
        self.go.set()
        self.headers: dict[str, str] = {}

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/hook"


@pytest.fixture
def server(settings: Settings) -> Iterator[Server]:
    settings.OUTGOING_PRIVATE = True
    with Server() as made:
        thread = threading.Thread(target=made.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        yield made
        made.shutdown()


def hook(server: Server, **fields: Any) -> Hook:
    values: dict[str, Any] = {"name": "Billing", "url": server.url, "headers": {}, "is_enabled": True}
    return create_hook(**values | fields, actor=ADMIN)[0]


def happens(made: Hook, **args: Any) -> None:
    rule(name="Tell billing", actions=[action("web_hook", hook=str(made.pk))])
    fact(**args)
    dispatch()


def test_a_call_says_what_happened_and_is_signed(server: Server) -> None:
    made = hook(server, headers={"X-Team": "billing", "X-Signature": "forged"})
    happens(made, subject="Für Élise")
    assert outside.work() == 1
    ((headers, body),) = server.got
    expected = hmac.new(made.secret.encode(), headers["X-Timestamp"].encode() + b"." + body, hashlib.sha256)
    assert headers["X-Signature"] == f"sha256={expected.hexdigest()}"
    assert abs(int(headers["X-Timestamp"]) - database_now().timestamp()) < 60
    assert (headers["X-Team"], headers["X-Event"]) == ("billing", "502000")
    told = json.loads(body)
    assert (told["event"]["id"], told["event"]["name"]) == (502000, "Ticket Created")
    assert (told["args"]["subject"], told["rule"]["name"]) == ("Für Élise", "Tell billing")
    assert told["delivery"] == headers["X-Delivery"]
    call = HookDelivery.objects.get()
    assert (call.code, call.answer, call.error, call.is_good) == (200, "thanks", "", True)
    assert call.body.encode() == body
    assert RuleRun.objects.get(action="a1").outcome == "done"


def test_the_secret_is_encrypted_in_the_database(server: Server) -> None:
    made = hook(server)
    with connection.cursor() as cursor:
        cursor.execute("SELECT secret FROM events_hook")
        stored = cursor.fetchone()[0]
    assert made.secret not in stored
    assert made.secret not in json.dumps(list(AuditEntry.objects.values_list("data", flat=True)))


@pytest.mark.parametrize("code", [302, 404, 500])
def test_any_other_answer_is_a_failure_and_tried_again(server: Server, code: int) -> None:
    server.code, server.headers = code, {"Location": "http://127.0.0.1:1/elsewhere"}
    happens(hook(server))
    outside.work()
    waiting = Delivery.objects.get()
    assert (waiting.state, waiting.last_error) == (Delivery.State.WAITING, f"Answered {code}")
    assert waiting.next_at > database_now()
    server.code = 204
    Delivery.objects.update(next_at=database_now() - timedelta(seconds=1))
    assert outside.work() == 1
    assert [call.code for call in HookDelivery.objects.order_by("id")] == [code, 204]
    keys = {headers["X-Delivery"] for headers, _ in server.got}
    assert len(keys) == 1, "the receiver knows the repetition"


def test_a_private_network_is_refused_unless_allowed(server: Server, settings: Settings) -> None:
    made = hook(server)
    settings.OUTGOING_PRIVATE = False
    happens(made)
    outside.work()
    assert not server.got
    assert "OUTGOING_PRIVATE" in HookDelivery.objects.get().error
    with pytest.raises(InvalidRuleError) as caught:
        hook(server, name="Other")
    assert caught.value.place == "url"


def test_a_large_answer_is_cut_off(server: Server) -> None:
    server.answer = b"x" * 100_000
    happens(hook(server))
    outside.work()
    assert "larger" in HookDelivery.objects.get().error
    server.answer = b"\x00\xff" + b"y" * 5000
    Delivery.objects.update(next_at=database_now() - timedelta(seconds=1))
    outside.work()
    assert 1000 < len(HookDelivery.objects.latest("id").answer) <= 2000


def test_a_hook_that_is_off_or_gone_is_not_called(server: Server) -> None:
    made = hook(server)
    happens(made)
    change_hook(made.pk, name=made.name, url=made.url, headers={}, is_enabled=False, actor=ADMIN)
    outside.work()
    dead = Delivery.objects.get()
    assert (dead.state, server.got) == (Delivery.State.DEAD, [])
    assert "switched off" in dead.last_error


def test_a_call_is_sent_again_to_the_letter(server: Server) -> None:
    server.code = 500
    made = hook(server)
    happens(made)
    outside.work()
    server.code = 200
    secret = new_secret(made.pk, actor=ADMIN)
    again = replay(HookDelivery.objects.get().pk, actor=ADMIN)
    assert (again.is_good, again.is_replay) == (True, True)
    (_, first), (headers, second) = server.got
    assert first == second
    signed = headers["X-Timestamp"].encode() + b"." + second
    assert headers["X-Signature"] == "sha256=" + hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest()
    assert AuditEntry.objects.filter(action="hook.replayed").count() == 1
    assert AuditEntry.objects.filter(action="hook.rotated").count() == 1
    change_hook(made.pk, name=made.name, url=made.url, headers={}, is_enabled=False, actor=ADMIN)
    with pytest.raises(ActionError):
        replay(again.pk, actor=ADMIN)


def test_no_call_inside_a_transaction(server: Server) -> None:
    happens(hook(server))
    outside.work()
    call = HookDelivery.objects.get()
    with pytest.raises(RuntimeError):
        run(lambda: replay(call.pk, actor=ADMIN))
    assert len(server.got) == 1


def test_a_hook_that_rules_use_cannot_be_deleted(server: Server) -> None:
    made, free = hook(server), hook(server, name="Unused")
    rule(name="Tell billing", actions=[action("web_hook", hook=str(made.pk))])
    with pytest.raises(InvalidRuleError, match="Tell billing"):
        delete_hook(made.pk, actor=ADMIN)
    delete_hook(free.pk, actor=ADMIN)
    assert Hook.objects.get() == made


@pytest.mark.parametrize(
    ("fields", "place"),
    [
        ({"name": " "}, "name"),
        ({"name": "Billing"}, "name"),
        ({"url": "ftp://x.example"}, "url"),
        ({"url": "http://x.example/" + "x" * 500}, "url"),
        ({"url": "http://169.254.169.254/"}, "url"),
        ({"headers": {"X Y": "1"}}, "headers"),
        ({"headers": {"X": "1\r\nY: 2"}}, "headers"),
        ({"headers": {f"X-{n}": "1" for n in range(21)}}, "headers"),
    ],
)
def test_what_is_wrong_is_refused(server: Server, fields: dict[str, Any], place: str) -> None:
    hook(server)
    with pytest.raises(InvalidRuleError) as caught:
        hook(server, **{"name": "Other"} | fields)
    assert caught.value.place == place


@pytest.mark.django_db(transaction=True)
def test_a_server_that_hangs_delays_only_itself(server: Server) -> None:
    with Server() as slow:
        threading.Thread(target=slow.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        slow.go.clear()
        hanging, quick = hook(slow, name="Slow"), hook(server, name="Quick")
        rule(actions=[action("web_hook", hook=str(hanging.pk))])
        rule(actions=[action("web_hook", "a2", hook=str(quick.pk))])
        for item in range(2):
            fact(item)
        dispatch()
        started = time.monotonic()
        assert deliver_outside() == 2
        while len(server.got) < 2 and time.monotonic() - started < 10:
            time.sleep(0.02)
        assert len(server.got) == 2
        assert len(slow.got) == 1, "one call at a time"
        slow.go.set()
        outside.wait(10)
        slow.shutdown()
    assert len(slow.got) == 2
    assert not Delivery.objects.exclude(state=Delivery.State.DONE).exists()
