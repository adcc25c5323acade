"""A key is activated by two files from the page; what is refused says why and stays where it was typed."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from accounts.models import User
from licensing import licensor
from licensing.licensor import Folder
from licensing.models import ActivationRequest, StoredLicense
from licensing.papers import answer_file, read_request
from licensing.selectors import State, current
from tests.licensing.conftest import activated, sold

pytestmark = pytest.mark.django_db
PAGE = "/settings/licensing"
KEY, REQUEST, ANSWER = f"{PAGE}/key", f"{PAGE}/key/request", f"{PAGE}/answer"


@pytest.fixture
def desk(client: Client, admin: User) -> Client:
    client.force_login(admin)
    return client


def request_file(desk: Client, key: str) -> str:
    saved = desk.post(REQUEST, {"key": key})
    assert saved.headers["Content-Disposition"].startswith('attachment; filename="licence-request-')
    return saved.content.decode()


def answered(folder: Folder, request: str) -> str:
    """What the answer file holds."""
    return answer_file(licensor.answer(folder, read_request(request)))


def loaded(desk: Client, answer: str, key: str = "") -> tuple[int, str]:
    page = desk.post(ANSWER, {"answer": answer, "key": key})
    return page.status_code, page.content.decode()


def test_a_request_file_goes_out_and_an_answer_file_comes_in(desk: Client, folder: Folder) -> None:
    key = sold(folder, 10)
    assert "LICENSOR_URL" in desk.post(KEY, {"key": key.text}).content.decode()
    request = request_file(desk, key.text)
    assert f">{key.id}<" in desk.get(PAGE).content.decode()
    assert "An answer is expected" in desk.get(PAGE).content.decode()
    file = SimpleUploadedFile("answer.json", answered(folder, request).encode(), "application/json")
    done = desk.post(ANSWER, {"file": file}, follow=True)
    assert done.redirect_chain == [(PAGE, 302)]
    text = done.content.decode()
    assert "Activated: Enterprise, agents: 10." in text
    assert "An answer is expected" not in text
    assert (current().state, current().level, current().way) == (State.ACTIVE, 10, "offline")


def test_an_answer_may_be_pasted_days_later_on_a_page_that_knows_its_key(
    desk: Client, folder: Folder
) -> None:
    key = sold(folder)
    request = request_file(desk, key.text)
    assert key.id in desk.get(ANSWER).content.decode()
    assert loaded(desk, answered(folder, request))[0] == 302
    assert current().state is State.ACTIVE


@pytest.mark.parametrize(
    ("spoil", "says"),
    [
        (lambda key: key[:60] + ("A" if key[60] != "A" else "B") + key[61:], "changed after it was signed"),
        (lambda key: key[:-20], "changed after it was signed"),
        (lambda key: "NH25-8KQ4-ZR7D-1M0X", "This is no licence key"),
        (lambda key: "", "Paste the key"),
    ],
)
def test_a_key_that_is_refused_says_why_and_stays_in_its_field(
    desk: Client, folder: Folder, spoil: object, says: str
) -> None:
    assert callable(spoil)
    pasted = spoil(sold(folder).text)
    page = desk.post(KEY, {"key": pasted})
    text = page.content.decode()
    assert page.status_code == 422
    assert says in text
    assert f"{pasted}</textarea>" in text


def test_a_key_of_a_stranger_is_refused(desk: Client, folder: Folder, tmp_path: Path) -> None:
    key = sold(Folder.make(tmp_path / "stranger"))
    text = desk.post(KEY, {"key": key.text}).content.decode()
    assert "signed by a licensor whom this desk does not know" in text


def test_a_key_that_has_run_out_is_refused(desk: Client, folder: Folder) -> None:
    key = sold(folder, until=(datetime.now(UTC) - timedelta(days=2)).date())
    assert "This key has run out" in desk.post(KEY, {"key": key.text}).content.decode()
    page = desk.post(REQUEST, {"key": key.text})
    assert page.status_code == 422
    assert "Content-Disposition" not in page.headers


def test_a_tampered_answer_is_refused_and_kept_on_the_page(desk: Client, folder: Folder) -> None:
    key = sold(folder)
    good = licensor.answer(folder, read_request(request_file(desk, key.text)))
    bad = good[:40] + ("A" if good[40] != "A" else "B") + good[41:]
    status, text = loaded(desk, bad, key.text)
    assert status == 422
    assert "changed after it was signed" in text
    assert f"{bad}</textarea>" in text
    assert key.id in text
    assert current().state is State.NONE


def test_a_file_that_is_refused_is_kept_as_text(desk: Client, folder: Folder) -> None:
    page = desk.post(ANSWER, {"file": SimpleUploadedFile("a.json", b'{"answer": "HDANS1.nonsense"}')})
    assert page.status_code == 422
    assert "HDANS1.nonsense" in page.content.decode()


def test_an_answer_works_once(desk: Client, folder: Folder) -> None:
    key = sold(folder)
    answer = answered(folder, request_file(desk, key.text))
    assert loaded(desk, answer, key.text)[0] == 302
    status, text = loaded(desk, answer, key.text)
    assert status == 422
    assert "has been used already" in text


def test_an_answer_for_another_database_names_both_fingerprints(desk: Client, folder: Folder) -> None:
    key = sold(folder)
    answer = answered(folder, request_file(desk, key.text))
    StoredLicense.objects.update(database_id="0" * 32)
    status, text = loaded(desk, answer, key.text)
    assert status == 422
    assert "The answer is for the fingerprint" in text


def test_an_answer_nobody_asked_for_is_refused(desk: Client, folder: Folder) -> None:
    key = sold(folder)
    answer = answered(folder, request_file(desk, key.text))
    ActivationRequest.objects.all().delete()
    assert "does not belong to a request of this desk" in loaded(desk, answer, key.text)[1]


def test_an_answer_that_comes_too_late_is_refused(desk: Client, folder: Folder) -> None:
    key = sold(folder)
    answer = answered(folder, request_file(desk, key.text))
    ActivationRequest.objects.update(asked_at=timezone.now() - timedelta(days=31))
    assert "more than 30 days old" in loaded(desk, answer, key.text)[1]


def test_nothing_loaded_is_said_at_the_field(desk: Client, folder: Folder) -> None:
    status, text = loaded(desk, "", sold(folder).text)
    assert status == 422
    assert "Choose the answer file, or paste what it holds" in text


def test_a_file_too_large_to_be_an_answer_is_not_read(desk: Client) -> None:
    page = desk.post(ANSWER, {"file": SimpleUploadedFile("a.json", b"x" * 20_001)})
    assert "too large to be an answer" in page.content.decode()


def test_a_smaller_key_warns_of_what_it_takes_away(desk: Client, folder: Folder, ann: User) -> None:
    text = desk.post(KEY, {"key": sold(folder, 1).text}).content.decode()
    assert "2 agents are switched on here, the key is for 1" in text


def test_a_request_that_another_activation_has_overtaken_is_not_waited_for(
    desk: Client, folder: Folder
) -> None:
    request_file(desk, sold(folder, 5).text)
    activated(folder, sold(folder, 10))
    assert "An answer is expected" not in desk.get(PAGE).content.decode()
    desk.post(f"{PAGE}/remove")
    assert "An answer is expected" not in desk.get(PAGE).content.decode()
    request_file(desk, sold(folder, 20).text)
    assert "An answer is expected" in desk.get(PAGE).content.decode()
