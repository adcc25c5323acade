"""A key is activated by files: once, here, and not by anything that was made for another desk."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone
from pytest_django import Settings

from common.audit import history, render
from licensing import licensor, services
from licensing.errors import (
    EndedError,
    LicenseError,
    NoLicensorError,
    OtherAnswerError,
    OtherPlaceError,
    OtherVersionError,
    ReplayedError,
    RevokedError,
    StaleRequestError,
    TamperedError,
    UnknownLicensorError,
)
from licensing.licensor import Folder
from licensing.models import ActivationRequest, Reason, StoredLicense
from licensing.papers import Edition, read_request
from licensing.selectors import State, current, happened
from tests.licensing.conftest import ANN, activated, sold

pytestmark = [pytest.mark.django_db, pytest.mark.matrix]
DAY = timedelta(days=1)


def grace_began(days_ago: float, reason: Reason = Reason.DATABASE) -> None:
    StoredLicense.objects.update(grace_reason=reason, grace_since=timezone.now() - days_ago * DAY)


def test_without_a_key_there_is_one_seat() -> None:
    license_ = current()
    assert (license_.state, license_.seats, license_.failover) == (State.NONE, 1, False)


def test_a_key_is_activated_by_files(folder: Folder) -> None:
    key = sold(folder, 25, Edition.FAILOVER, maintenance_until=date(2030, 12, 31))
    license_ = activated(folder, key)
    assert (license_.state, license_.edition, license_.seats) == (State.ACTIVE, Edition.FAILOVER, 25)
    assert license_.failover
    assert license_.key_id == key.id
    assert license_.customer == "Northwind Hosting AS"
    assert license_ == current()


def test_what_happened_is_told(folder: Folder) -> None:
    key = sold(folder)
    activated(folder, key)
    told = [str(render(entry)) for entry in happened()]
    assert told[0] == f"Key {key.id} was activated: Enterprise, 3 agents, with an answer file"
    assert {entry.actor_label for entry in happened()} == {"Ann Keller"}


def test_a_request_file_says_what_the_licensor_needs_and_no_more(folder: Folder) -> None:
    request = services.make_request(key=sold(folder).text, actor=ANN)
    assert read_request(request.as_json()) == request
    assert set(request.as_dict()) == {"kind", "key", "key_id", "database", "server", "version", "nonce"}
    assert current().state is State.NONE


def test_an_answer_works_once(folder: Folder) -> None:
    answer = licensor.answer(folder, services.make_request(key=sold(folder).text, actor=ANN))
    services.activate_by_answer(answer=answer, actor=ANN)
    with pytest.raises(ReplayedError):
        services.activate_by_answer(answer=answer, actor=ANN)
    assert current().state is State.ACTIVE
    assert history("license", 1).filter(action="license.refused").get().data["code"] == "replayed"


def test_an_old_answer_does_not_bring_a_removed_key_back(folder: Folder) -> None:
    answer = licensor.answer(folder, services.make_request(key=sold(folder).text, actor=ANN))
    services.activate_by_answer(answer=answer, actor=ANN)
    services.remove_key(actor=ANN)
    with pytest.raises(ReplayedError):
        services.activate_by_answer(answer=answer, actor=ANN)
    assert current().state is State.NONE


def test_an_answer_to_a_question_of_another_desk_is_refused(folder: Folder) -> None:
    request = services.make_request(key=sold(folder).text, actor=ANN)
    answer = licensor.answer(folder, request)
    ActivationRequest.objects.all().delete()
    with pytest.raises(OtherAnswerError):
        services.activate_by_answer(answer=answer, actor=ANN)


def test_an_answer_for_another_place_is_refused(folder: Folder) -> None:
    answer = licensor.answer(folder, services.make_request(key=sold(folder).text, actor=ANN))
    services.renew_database_id()
    with pytest.raises(OtherPlaceError, match="fingerprint"):
        services.activate_by_answer(answer=answer, actor=ANN)


def test_a_tampered_answer_is_refused(folder: Folder) -> None:
    answer = licensor.answer(folder, services.make_request(key=sold(folder).text, actor=ANN))
    at = len(answer) // 2
    with pytest.raises((TamperedError, UnknownLicensorError)):
        services.activate_by_answer(answer=f"{answer[:at]}A{answer[at + 2 :]}A", actor=ANN)
    assert current().state is State.NONE


def test_an_answer_of_another_licensor_is_refused(folder: Folder, settings: Settings) -> None:
    """Also of one whom the desk believes: a key is activated by who has sold it."""
    other = Folder.make(folder.path.with_name("other"))
    settings.LICENSOR_KEYS = [str(folder.public_file), str(other.public_file)]
    request = services.make_request(key=sold(folder).text, actor=ANN)
    genuine = licensor.answering._sealed(other, request, "x", "active")
    with pytest.raises(OtherAnswerError):
        services.activate_by_answer(answer=genuine, actor=ANN)


def test_a_late_answer_is_refused(folder: Folder) -> None:
    answer = licensor.answer(folder, services.make_request(key=sold(folder).text, actor=ANN))
    ActivationRequest.objects.update(asked_at=timezone.now() - 31 * DAY)
    with pytest.raises(StaleRequestError):
        services.activate_by_answer(answer=answer, actor=ANN)


def test_a_foreign_key_is_refused(folder: Folder) -> None:
    stranger = Folder.make(folder.path.with_name("stranger"))
    with pytest.raises(UnknownLicensorError):
        services.make_request(key=sold(stranger).text, actor=ANN)


def test_a_key_that_has_run_out_is_refused(folder: Folder) -> None:
    yesterday = datetime.now(UTC).date() - DAY
    with pytest.raises(EndedError):
        services.make_request(key=sold(folder, until=yesterday).text, actor=ANN)


def test_a_key_without_maintenance_does_not_fit_a_later_version(folder: Folder, settings: Settings) -> None:
    key = sold(folder, maintenance_until=settings.RELEASED - DAY)
    with pytest.raises(OtherVersionError):
        services.make_request(key=key.text, actor=ANN)
    same_day = sold(folder, maintenance_until=settings.RELEASED)
    assert activated(folder, same_day).state is State.ACTIVE


def test_a_revoked_key_gets_no_answer(folder: Folder) -> None:
    key = sold(folder)
    request = services.make_request(key=key.text, actor=ANN)
    licensor.revoke(folder, key.id)
    with pytest.raises(licensor.RefusedError, match="revoked"):
        licensor.answer(folder, request)
    word = licensor.confirmation(folder, request)
    with pytest.raises(RevokedError):
        services.activate_by_answer(answer=word, actor=ANN)


def test_a_changed_row_is_worth_nothing(folder: Folder) -> None:
    activated(folder, sold(folder))
    larger = sold(folder, 500)
    StoredLicense.objects.update(key=larger.text)
    license_ = current()
    assert license_.state is State.NONE
    assert license_.problem


def test_on_line_is_not_offered_without_an_address(folder: Folder) -> None:
    with pytest.raises(NoLicensorError):
        services.activate_online(key=sold(folder).text, actor=ANN)


def test_another_database_begins_a_grace_period_in_which_nothing_stops(folder: Folder) -> None:
    key = sold(folder)
    activated(folder, key)
    services.renew_database_id()
    services.check_regularly()
    license_ = current()
    assert (license_.state, license_.seats) == (State.GRACE, 3)
    assert license_.grace_reason is Reason.DATABASE
    assert license_.grace_days_left(timezone.now()) in {30, 31}
    assert activated(folder, key).state is State.ACTIVE


def test_another_server_begins_a_grace_period(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    activated(folder, sold(folder))
    monkeypatch.setattr("licensing.selectors.place._machine", lambda: "another machine")
    services.check_regularly()
    assert current().grace_reason is Reason.SERVER
    monkeypatch.undo()


def test_a_web_member_on_another_machine_goes_by_its_node(
    folder: Folder, monkeypatch: pytest.MonkeyPatch, settings: Settings
) -> None:
    key = sold(folder)
    activated(folder, key)
    services.check_regularly()  # by the node
    settings.IS_WEB_MEMBER = True
    monkeypatch.setattr("licensing.selectors.place._machine", lambda: "the member's machine")
    services.look(actor=ANN)
    assert current().state is State.ACTIVE
    activated(folder, key)  # on the member's page
    settings.IS_WEB_MEMBER = False
    monkeypatch.undo()
    services.check_regularly()
    assert current().state is State.ACTIVE


def test_with_failover_any_server_of_the_cluster_is_right(
    folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    activated(folder, sold(folder, 25, Edition.FAILOVER))
    monkeypatch.setattr("licensing.selectors.place._machine", lambda: "another machine")
    services.check_regularly()
    assert current().state is State.ACTIVE


def test_back_at_its_place_the_grace_period_ends(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    activated(folder, sold(folder))
    with monkeypatch.context() as elsewhere:
        elsewhere.setattr("licensing.selectors.place._machine", lambda: "another machine")
        services.check_regularly()
        assert current().state is State.GRACE
    services.check_regularly()
    assert current().state is State.ACTIVE


def test_after_the_grace_period_there_are_no_new_seats(folder: Folder) -> None:
    activated(folder, sold(folder, 25, Edition.FAILOVER))
    grace_began(29.9)
    assert (current().state, current().seats) == (State.GRACE, 25)
    grace_began(30.1)
    assert (current().state, current().seats) == (State.EXPIRED, 1)
    assert current().failover


def test_a_second_reason_does_not_make_it_longer(folder: Folder) -> None:
    activated(folder, sold(folder))
    grace_began(20, Reason.SERVER)
    services.renew_database_id()
    services.check_regularly()
    license_ = current()
    assert license_.grace_reason is Reason.DATABASE
    assert license_.grace_days_left(timezone.now()) in {10, 11}


def test_a_newer_version_than_the_maintenance_begins_a_grace_period(
    folder: Folder, settings: Settings
) -> None:
    activated(folder, sold(folder, maintenance_until=settings.RELEASED))
    settings.RELEASED += DAY
    assert current().state is State.GRACE
    services.check_regularly()
    assert (current().state, current().grace_reason) == (State.GRACE, Reason.VERSION)


def test_every_refusal_has_a_sentence() -> None:
    kinds = LicenseError.__subclasses__()
    for kind in kinds:
        kinds.extend(kind.__subclasses__())
    without = {kind.__name__ for kind in kinds if not str(kind.sentence)}
    assert without == {"NoSeatError", "PaperError", "LicensorError"}  # these are given one
