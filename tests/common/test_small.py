"""Options, throttle, secrets, audit, actor, clock: the small parts everybody leans on."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.conf import settings
from django.db import connection
from django.utils.html import format_html

from common import audit, claims, clock, options, secrets, throttle
from common.actor import SYSTEM, Actor
from common.models import Option, OutboxRow, ThrottleRow
from common.unit import run

ANN = Actor("person", 7, "Ann")


@pytest.fixture
def _option(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(options._declared, "test.flag", options.Declared("test.flag", True))


@pytest.mark.django_db
@pytest.mark.usefixtures("_option")
def test_an_option_has_its_default_until_it_is_changed() -> None:
    assert options.get("test.flag") is True
    options.put("test.flag", False, actor=ANN)
    assert options.get("test.flag") is False
    entry = audit.history("option", 0).last()
    assert entry is not None
    assert entry.actor == ANN
    assert entry.data == {"name": "test.flag", "old": True, "new": False}


@pytest.mark.django_db
@pytest.mark.usefixtures("_option")
def test_an_option_keeps_its_type() -> None:
    with pytest.raises(TypeError):
        options.put("test.flag", "yes", actor=ANN)
    Option.objects.create(name="test.flag", value="broken")
    assert options.get("test.flag") is True
    with pytest.raises(options.UnknownOptionError):
        options.get("test.unknown")


@pytest.mark.django_db
def test_hits_are_counted_a_window_and_keys_are_not_kept() -> None:
    with time_machine.travel(datetime(2026, 1, 1, 12, tzinfo=UTC), tick=False) as traveller:
        assert [throttle.hit("ann@a.example", limit=2, seconds=60) for _ in range(3)] == [True, True, False]
        assert throttle.hit("max@a.example", limit=2, seconds=60)
        traveller.shift(60)
        assert throttle.hit("ann@a.example", limit=2, seconds=60)
        traveller.shift(timedelta(days=2))
        assert throttle.prune() == 3
    assert not ThrottleRow.objects.exists()


@pytest.mark.django_db
def test_once_is_once_also_over_the_end_of_a_window() -> None:
    late = datetime(2026, 1, 1, 11, 59, 59, tzinfo=UTC)
    with time_machine.travel(late, tick=False) as traveller:
        assert [throttle.once("a code", seconds=3600) for _ in range(2)] == [True, False]
        traveller.shift(2)  # the next window
        assert not throttle.once("a code", seconds=3600)
        assert throttle.once("another", seconds=3600)
        traveller.shift(-600)  # a node whose clock is late
        assert not throttle.once("another", seconds=3600)
        traveller.shift(3 * 3600)
        assert throttle.once("a code", seconds=3600)


def test_a_secret_is_read_with_its_own_key_only(monkeypatch: pytest.MonkeyPatch) -> None:
    hidden = secrets.encrypt("pässword")
    assert "pässword" not in hidden
    assert secrets.decrypt(hidden) == "pässword"
    assert secrets.encrypt("") == ""
    fingerprint, signed = secrets.fingerprint(), secrets.sign("a", "x")
    assert signed != secrets.sign("b", "x")
    monkeypatch.setattr(settings, "DATA_KEY", "another key")
    with pytest.raises(secrets.SecretUnreadableError):
        secrets.decrypt(hidden)
    assert secrets.fingerprint() != fingerprint


@pytest.mark.django_db
def test_history_is_told_in_sentences(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(audit, "_sentences", {})
    audit.sentence("door.opened")(lambda data: format_html("opened <b>{}</b>", data["door"]))
    run(lambda: audit.record("house", 1, "door.opened", ANN, {"door": "<x>"}))
    run(lambda: audit.record("house", 1, "unknown.action", SYSTEM))
    told = [str(audit.render(entry)) for entry in audit.history("house", 1)]
    assert told == ["opened <b>&lt;x&gt;</b>", "unknown.action"]


def test_a_long_label_fits_its_column() -> None:
    assert len(str(Actor("person", 1, "x" * 500).columns["actor_label"])) == 120


@pytest.mark.django_db
def test_the_databases_time_is_now_in_utc() -> None:
    assert abs(clock.database_now() - datetime.now(UTC)) < timedelta(seconds=5)
    assert clock.boot_seconds() < clock.boot_seconds() + 1


@pytest.mark.django_db(transaction=True)
def test_rows_that_another_transaction_holds_are_left_to_it() -> None:
    for number in range(4):
        OutboxRow.objects.create(event_id=1, item_kind="x", item_id=number)
    rows = OutboxRow.objects.order_by("id")
    if not connection.features.has_select_for_update_skip_locked:
        with pytest.raises(RuntimeError):
            claims.locked(rows, 2)
        return
    other = connection.copy()
    try:
        other.set_autocommit(False)
        with other.cursor() as cursor:
            cursor.execute("SELECT id FROM common_outboxrow ORDER BY id LIMIT 2 FOR UPDATE")
            held = {row[0] for row in cursor.fetchall()}
        mine = run(lambda: [row.pk for row in claims.locked(rows, 10)])
        assert len(mine) == 2
        assert not held & set(mine)
    finally:
        other.rollback()
        other.close()
