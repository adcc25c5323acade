"""The published table of events and the facts that fire them say the same."""

import io
from dataclasses import dataclass, fields
from typing import ClassVar

import pytest
from celery import current_app
from django.conf import settings
from django.core.management import call_command
from django.utils.module_loading import autodiscover_modules

from common.actor import Actor
from common.models import OutboxRow
from common.unit import run
from events import wake
from events.errors import UnknownEventError, WrongArgumentsError
from events.facts import Fact, all_facts
from events.registry import event_type, event_types, subscribe
from events.services import publish

ACTOR_KEYS = {"actorKind", "actorId", "actorName"}


def built_facts() -> list[type[Fact]]:
    autodiscover_modules("facts")
    return [fact for fact in all_facts() if not fact.__module__.startswith("tests")]


def test_every_fact_has_the_keys_of_the_table() -> None:
    facts = built_facts()
    assert facts
    for fact in facts:
        wanted = event_type(fact.event_id).key_names - ACTOR_KEYS
        assert {field.name.removesuffix("_") for field in fields(fact)} == wanted, fact.__name__
        assert fact.item_kind
        assert fact.item_field in wanted


def test_no_event_is_fired_by_two_facts() -> None:
    ids = [(fact.event_id, fact.__name__) for fact in set(built_facts())]
    assert len({event_id for event_id, _ in ids}) == len(set(ids))


def test_all_types_are_listed_with_what_fires_them() -> None:
    out = io.StringIO()
    call_command("event_types", stdout=out)
    text = out.getvalue()
    for event in event_types().values():
        assert f"{event.id}  {event.name}" in text
    assert "68 event types" in text
    assert "[tickets." in text
    assert "[not built yet: livechat]" in text
    assert "ticketId (id), ticketNumber (text)" in text
    unbuilt = [line for line in text.splitlines() if "[not built yet" in line]
    assert text.splitlines()[-1].endswith(f"{len(unbuilt)} not built yet")
    assert not [line for line in unbuilt if line.startswith(("509", "510"))]


def test_an_unknown_event_is_refused_at_import() -> None:
    with pytest.raises(UnknownEventError):
        subscribe(1, "x")


@dataclass(frozen=True, slots=True, kw_only=True)
class Stale(Fact):
    event_id: ClassVar[int] = 501003
    item_kind: ClassVar[str] = "article"
    item_field: ClassVar[str] = "articleId"

    articleId: int  # noqa: N815 - the wire's name


@pytest.mark.django_db
def test_a_fact_with_other_keys_is_not_published() -> None:
    with pytest.raises(WrongArgumentsError, match="title"):
        run(lambda: publish(Stale(articleId=1), actor=Actor("person", 7, "Ann")))
    assert not OutboxRow.objects.exists()


@pytest.mark.django_db
def test_a_fact_outside_a_unit_is_refused() -> None:
    with pytest.raises(RuntimeError):
        publish(Stale(articleId=1), actor=Actor("person", 7, "Ann"))


def test_wake_ups_that_nobody_reads_do_not_pile_up(monkeypatch: pytest.MonkeyPatch, tmp_path: object) -> None:
    sent: list[str] = []
    monkeypatch.setattr(settings, "BROKER_DIR", tmp_path)
    monkeypatch.setattr(wake, "_MANY_FILES", 3)
    monkeypatch.setattr(current_app, "send_task", lambda task, **_: sent.append(task), raising=False)
    monkeypatch.setattr(wake, "_last", {})
    wake.dispatcher()
    wake.dispatcher()
    assert sent == ["events.jobs.dispatch"]
    for number in range(4):
        (tmp_path / f"{number}.msg").touch()  # type: ignore[operator]  # a Path
    wake.send("events.jobs.deliver")
    assert len(sent) == 1
