"""The licensor's side over real HTTP and TLS: activation, places, revocation, limits."""

import http.client
import json
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from io import StringIO
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone
from pytest_django import Settings

from common import unit
from licensing import licensor, services
from licensing.errors import LicensorError, NoLicensorError, RevokedError
from licensing.licensor import Folder, LicensorServer
from licensing.models import Reason, StoredLicense
from licensing.papers import Edition, Request
from licensing.selectors import State, current, stored
from tests.licensing.conftest import ANN, activated, sold
from tests.servers import certificates

pytestmark = pytest.mark.django_db


@contextmanager
def serving(folder: Folder, **more: Any) -> Iterator[int]:
    """Its port."""
    server = LicensorServer(folder, ("127.0.0.1", 0), **more)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield server.server_address[1]
    finally:
        server.shutdown()
        thread.join(60)
        server.server_close()


@pytest.fixture
def on_line(folder: Folder, settings: Settings) -> Iterator[int]:
    settings.OUTGOING_PRIVATE = True
    with serving(folder, per_minute=1000) as port:
        settings.LICENSOR_URL = f"http://127.0.0.1:{port}"
        yield port


def asked(port: int, path: str, body: str, headers: dict[str, str] | None = None) -> tuple[int, str]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    connection.request("POST", path, body, headers or {})
    answer = connection.getresponse()
    said = answer.status, answer.read().decode()
    connection.close()
    return said


def request_for(folder: Folder, database: str = "d" * 16, nonce: str = "n", **more: Any) -> Request:
    key = more.pop("key", None) or sold(folder, **more)
    return Request(key.text, key.id, database, "s" * 16, "1.0", nonce)


def test_a_key_is_activated_on_line(folder: Folder, on_line: int) -> None:
    key = sold(folder, 25, Edition.FAILOVER)
    license_ = services.activate_online(key=key.text, actor=ANN)
    assert (license_.state, license_.seats, license_.way) == (State.ACTIVE, 25, "online")
    assert license_.confirmed_at
    assert [row["active"] for row in licensor.issued(folder)] == [1]


def test_nothing_is_asked_inside_a_transaction(folder: Folder, on_line: int) -> None:
    key = sold(folder)
    with pytest.raises(RuntimeError, match="transaction"):
        unit.run(lambda: services.activate_online(key=key.text, actor=ANN))


def test_over_tls(folder: Folder, settings: Settings, tmp_path: Path) -> None:
    certificate, authority = certificates.make_signed(tmp_path)
    settings.OUTGOING_PRIVATE = True
    with serving(folder, tls=(certificate.certificate, certificate.key)) as port:
        settings.LICENSOR_URL = f"https://localhost:{port}"
        key = sold(folder)
        with pytest.raises(LicensorError, match="certificate"):
            services.activate_online(key=key.text, actor=ANN)
        settings.LICENSOR_CA = str(authority)
        assert services.activate_online(key=key.text, actor=ANN).state is State.ACTIVE
        with pytest.raises((ssl.SSLError, OSError, http.client.HTTPException)):
            asked(port, "/activate", "{}")


def test_plain_http_to_another_machine_is_refused(folder: Folder, settings: Settings) -> None:
    settings.LICENSOR_URL = "http://licence.example"
    with pytest.raises(LicensorError, match="https"):
        services.activate_online(key=sold(folder).text, actor=ANN)


def test_nobody_answers(folder: Folder, settings: Settings) -> None:
    settings.OUTGOING_PRIVATE = True
    with serving(folder) as port:
        settings.LICENSOR_URL = f"http://127.0.0.1:{port}"
    with pytest.raises(LicensorError, match="443"):
        services.activate_online(key=sold(folder).text, actor=ANN)
    assert current().state is State.NONE


def test_a_revoked_key_is_refused_and_one_that_works_gets_a_grace_period(
    folder: Folder, on_line: int
) -> None:
    key = sold(folder)
    services.activate_online(key=key.text, actor=ANN)
    licensor.revoke(folder, key.id, "not paid")
    assert services.check_again(actor=ANN).grace_reason is Reason.REVOKED
    assert current().state is State.GRACE
    services.check_regularly()
    assert current().state is State.GRACE
    with pytest.raises(RevokedError):
        services.activate_online(key=key.text, actor=ANN)


def test_the_background_thread_asks_once_a_day_and_is_quiet(
    folder: Folder, on_line: int, settings: Settings
) -> None:
    key = sold(folder)
    services.activate_online(key=key.text, actor=ANN)
    licensor.revoke(folder, key.id)
    services.check_regularly()
    assert current().state is State.ACTIVE
    settings.LICENSOR_URL = "http://127.0.0.1:9"  # nobody
    StoredLicense.objects.update(asked_at=timezone.now() - timedelta(hours=25))
    services.check_regularly()
    assert current().state is State.ACTIVE
    assert "443" in stored().ask_error
    settings.LICENSOR_URL = f"http://127.0.0.1:{on_line}"
    StoredLicense.objects.update(asked_at=timezone.now() - timedelta(hours=25))
    services.check_regularly()
    assert current().grace_reason is Reason.REVOKED
    assert stored().ask_error == ""


def test_off_line_there_is_nobody_to_ask(folder: Folder) -> None:
    activated(folder, sold(folder))
    assert services.check_again(actor=ANN).state is State.ACTIVE
    with pytest.raises(NoLicensorError):
        services.checking.ask_again(actor=ANN)


def test_a_key_is_active_at_so_many_places(folder: Folder, on_line: int) -> None:
    key = sold(folder, places=2)
    answers = [
        asked(on_line, "/activate", request_for(folder, place * 16, key=key).as_json()) for place in "aabc"
    ]
    assert [status for status, _ in answers] == [200, 200, 200, 409]
    assert json.loads(answers[3][1])["error"] == "too_many"
    licensor.release(folder, licensor.activations(folder, key.id)[0]["id"])
    assert asked(on_line, "/activate", request_for(folder, "c" * 16, key=key).as_json())[0] == 200


def test_who_asks_must_hold_the_key(folder: Folder, on_line: int) -> None:
    request = request_for(folder)
    stranger = Folder.make(folder.path.with_name("stranger"))
    foreign = request_for(stranger)
    assert asked(on_line, "/activate", foreign.as_json())[0] == 404
    swapped = Request(foreign.key, request.key_id, "d", "s", "1", "n")
    assert asked(on_line, "/activate", swapped.as_json())[0] == 404


@pytest.mark.parametrize("body", ["", "{}", "[]", "nonsense", '{"kind": "helpdesk-activation-request"}'])
def test_what_is_no_request_is_refused(folder: Folder, on_line: int, body: str) -> None:
    status, said = asked(on_line, "/activate", body)
    assert (status, json.loads(said)["error"]) == (400, "bad_request")


def test_a_body_has_a_limit(folder: Folder, on_line: int) -> None:
    assert asked(on_line, "/activate", "", {"Content-Length": "40001"})[0] == 413
    assert asked(on_line, "/nowhere", "")[0] == 404


def test_asking_has_a_limit(folder: Folder) -> None:
    with serving(folder, per_minute=2) as port:
        assert 429 in [asked(port, "/activate", "{}")[0] for _ in range(6)]


def test_a_request_file_is_exchanged_on_the_page(folder: Folder, on_line: int) -> None:
    request = services.make_request(key=sold(folder).text, actor=ANN)
    status, answer = asked(on_line, "/exchange", urlencode({"request": request.as_json()}))
    assert status == 200
    assert services.activate_by_answer(answer=answer, actor=ANN).state is State.ACTIVE
    status, page = asked(on_line, "/exchange", urlencode({"request": "<script>"}))
    assert status == 400
    assert "<script>" not in page
    assert 'role="alert"' in page


def run(folder: Path, *arguments: str) -> str:
    out = StringIO()
    call_command("licensor", "--folder", str(folder), *arguments, stdout=out, stderr=StringIO())
    return out.getvalue()


def test_a_company_is_its_own_licensor_by_command(tmp_path: Path, settings: Settings) -> None:
    path = tmp_path / "ours"
    with pytest.raises(CommandError, match="no private key"):
        run(path, "list")
    said = run(path, "keypair")
    settings.LICENSOR_KEYS = [said.rpartition("LICENSOR_KEYS=")[2].strip()]
    key = run(path, "issue", "--edition", "professional", "--agents", "5", "--customer", "Northwind")
    request = tmp_path / "request.json"
    request.write_text(services.make_request(key=key, actor=ANN).as_json())
    run(path, "answer", str(request), "--out", str(tmp_path / "answer.json"))
    answer = (tmp_path / "answer.json").read_text()
    assert services.activate_by_answer(answer=answer, actor=ANN).seats == 5
    listed = run(path, "list")
    assert "professional, 5 agents, 1 of 3 places, good" in listed
    run(path, "revoke", current().key_id)
    assert "revoked" in run(path, "list")
    with pytest.raises(CommandError, match="1 to 10"):
        run(path, "issue", "--edition", "professional", "--agents", "11", "--customer", "Northwind")
