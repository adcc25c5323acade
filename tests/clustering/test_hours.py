"""The last hour of each background thread: remembered with its row, drawn on the Clustering page."""

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from celery import current_app
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from clustering import threads
from clustering.facts import SPAN_SECONDS, SPANS, last_hour, with_run
from clustering.jobs import run_thread
from clustering.models import ThreadRun
from clustering.services import begin_run, end_run, hand_over, register
from clustering.threads import background_thread, thread
from clustering.views.hours import HEIGHT, TALLEST, height_of, hour_chart
from common.clock import ahead, database_now
from tests.factories.accounts import administrator
from tests.sql_baseline import SqlBaseline

pytestmark = pytest.mark.django_db
PAGE = "/settings/cluster"
SPAN = timedelta(seconds=SPAN_SECONDS)


@pytest.fixture
def good_and_bad(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(threads, "_threads", {})
    monkeypatch.setattr(current_app, "send_task", lambda *args, **more: None, raising=False)
    register(name=settings.NODE_NAME)

    @background_thread("good", every=0)
    def good() -> None:
        pass

    @background_thread("bad", every=0)
    def bad() -> None:
        raise ValueError("no luck")

    @background_thread("idle", every=0, queue="mail")
    def idle() -> None:
        pass


def run_all(times: int = 1) -> None:
    for _ in range(times):
        for name, claim in hand_over("work"):
            assert run_thread(name, claim)


def spans_of(name: str) -> list[tuple[int, int]]:
    """Runs and failures, oldest first."""
    return [(runs, failed) for _number, runs, failed, _ms in ThreadRun.objects.get(name=name).hour or []]


@pytest.fixture
def in_the_middle() -> Iterator[None]:
    """The clock is in the middle of a span, so that what happens at once falls into one."""
    gone = timedelta(seconds=database_now().timestamp() % SPAN_SECONDS)
    with ahead(1.5 * SPAN - gone):
        yield


@pytest.mark.usefixtures("good_and_bad", "in_the_middle")
def test_runs_are_counted_in_spans_of_five_minutes_for_an_hour() -> None:
    run_all(3)
    assert sum(runs for runs, _ in spans_of("good")) == 3
    assert sum(failed for _, failed in spans_of("good")) == 0
    assert sum(failed for _, failed in spans_of("bad")) == 3
    for place in range(1, 30):
        with ahead(place * SPAN):
            run_all(2)
            assert len(spans_of("good")) <= SPANS
            assert spans_of("good")[-1] == (2, 0)
            assert spans_of("bad")[-1] == (2, 2)
    assert len(spans_of("good")) == SPANS


@pytest.mark.usefixtures("good_and_bad")
def test_the_longest_run_of_a_span_is_kept() -> None:
    claims = dict(hand_over("work"))
    good = thread("good")
    claim = begin_run(good, claims["good"])
    assert claim
    assert end_run(good, claim, seconds=2.5, error="")
    run_all()
    assert max(ms for *_, ms in ThreadRun.objects.get(name="good").hour or []) == 2500


@pytest.mark.usefixtures("good_and_bad")
def test_a_run_that_was_given_to_another_process_is_not_counted() -> None:
    claim = dict(hand_over("work"))["good"]
    mine = begin_run(thread("good"), claim)
    assert mine
    ThreadRun.objects.filter(name="good").update(claim=mine + 1)
    assert not end_run(thread("good"), mine, seconds=1, error="")
    assert spans_of("good") == []


def test_what_is_remembered_stays_small() -> None:
    hour: list[list[int]] = []
    now = database_now()
    for second in range(0, 2 * 3600, 7):
        hour = with_run(hour, now + timedelta(seconds=second), ms=second, is_failed=second % 2 == 0)
    assert len(hour) in {SPANS - 1, SPANS}
    assert len(str(hour)) < 500
    assert last_hour(hour, now + timedelta(hours=4)) == []


def test_a_bar_stands_where_its_time_is_and_a_failed_one_is_marked() -> None:
    now = database_now()
    hour = with_run([], now - (SPANS - 1) * SPAN, ms=1000, is_failed=False)
    hour = with_run(hour, now, ms=30_000, is_failed=True)
    chart = hour_chart(hour, now)
    assert chart.good == f"M2.5 {HEIGHT - 1}v-{height_of(1000)}"
    assert chart.bad == f"M57.5 {HEIGHT - 1}v-{height_of(30_000)}M57.5 0v3"
    assert chart.said == "2 runs in the last hour, 1 failed, the longest took 30 s"
    later = hour_chart(hour, now + SPAN)
    assert later.good == "", "it is more than an hour ago"
    assert later.said == "1 run in the last hour, 1 failed, the longest took 30 s"
    assert hour_chart(hour, now + SPANS * SPAN).said == "no run in the last hour"


def test_longer_runs_are_taller_and_none_reaches_the_mark() -> None:
    heights = [height_of(ms) for ms in (0, 1, 10, 100, 1000, 10_000, 60_000, 10**8)]
    assert heights == sorted(heights)
    assert len(set(heights[1:7])) == 6
    assert heights[-1] == TALLEST < HEIGHT - 1 - 3


@pytest.mark.usefixtures("good_and_bad")
def test_the_page_draws_and_says_each_hour(client: Client) -> None:
    run_all(2)
    client.force_login(administrator())
    page = client.get(PAGE).content.decode()
    charts = re.findall(r'<svg class="hd-hour".*?</svg>', page)
    assert len(charts) == 3, "one a thread"
    bad, good, idle = charts
    assert re.search(r"<title>2 runs in the last hour, 2 failed, the longest took \d+ ms</title>", bad)
    assert 'class="bad" d="M' in bad
    assert re.search(r"<title>2 runs in the last hour, the longest took \d+ ms</title>", good)
    assert 'class="bad"' not in good
    assert "<title>no run in the last hour</title>" in idle
    assert all('role="img"' in chart and "style=" not in chart for chart in charts)


@pytest.mark.usefixtures("good_and_bad")
def test_many_runs_cost_the_page_nothing(client: Client, sql_baseline: SqlBaseline) -> None:
    client.force_login(administrator())
    client.get(PAGE)
    counts = []
    for times in (1, 40):
        run_all(times)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(PAGE).status_code == 200
        counts.append(len(queries))
        threads_read = [one["sql"] for one in queries if "clustering_threadrun" in one["sql"]]
        assert len(threads_read) == 1
    assert counts[0] == counts[1]
    sql_baseline(f"settings_cluster.{connection.vendor}", counts[1])
