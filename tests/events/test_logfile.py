"""Write to a log file: one JSON object a line, never outside its folder, put aside when it is full."""

import json
from pathlib import Path

import pytest
from pytest_django import Settings

from events.automation.logfile import file_name
from events.gateways import logfile
from events.jobs import dispatch, outside
from tests.events.rules import action, fact, rule


@pytest.fixture
def folder(settings: Settings, tmp_path: Path) -> Path:
    settings.VAR_DIR = tmp_path
    return tmp_path / "logs" / "events"


@pytest.mark.django_db
def test_a_line_says_what_happened(folder: Path) -> None:
    made = rule(name="Audit", actions=[action("log_file", file="Fires & more")])
    row = fact(subject="two\nlines")
    dispatch()
    outside.work()
    (line,) = (folder / "fires-more.jsonl").read_text().splitlines()
    said = json.loads(line)
    assert (said["event"], said["name"], said["fact"]) == (502000, "Ticket Created", row.pk)
    assert said["rule"] == {"id": made.pk, "name": "Audit"}
    assert said["args"]["subject"] == "two\nlines"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("../../etc/passwd", "etc-passwd"),
        ("", "events"),
        (None, "events"),
        ("..", "events"),
        ("Größe", "gr-e"),
    ],
)
def test_a_name_leads_nowhere_else(text: object, name: str) -> None:
    assert file_name(text) == name


def test_a_full_file_is_put_aside_and_the_oldest_goes(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(logfile, "FULL_BYTES", 40)
    monkeypatch.setattr(logfile, "KEPT", 2)
    for number in range(12):
        logfile.write_line("x", {"number": number, "text": "0123456789"})
    found = sorted(path.name for path in folder.glob("x.jsonl*"))
    assert found == ["x.jsonl", "x.jsonl.1", "x.jsonl.2"]
    newest = [json.loads(line)["number"] for line in (folder / "x.jsonl").read_text().splitlines()]
    older = [json.loads(line)["number"] for line in (folder / "x.jsonl.1").read_text().splitlines()]
    assert newest[-1] == 11
    assert older[-1] == newest[0] - 1
