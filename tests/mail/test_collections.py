"""Collections of real mail, where they lie beside the project: all is stored, bounces are known."""

import os
from pathlib import Path

import pytest

from mail.classify import Kind, classify
from mail.parsing import parse

ROOT = Path(
    os.environ.get("MAIL_SAMPLES", Path(__file__).resolve().parents[2].parent / "shared/samples/mail")
)
ALL = sorted(path for path in ROOT.rglob("*") if path.is_file() and "LICEN" not in path.name.upper())
BOUNCES = [path for path in ALL if "bounces" in path.parts]


@pytest.mark.skipif(not ALL, reason="the collections do not lie beside the project")
def test_every_mail_is_read() -> None:
    for path in ALL:
        mail = parse(path.read_bytes())
        values = [mail.subject, mail.text, mail.html, mail.new_text, mail.message_id]
        assert all("\x00" not in value and value.encode() is not None for value in values), path.name
        assert mail.text or mail.html or mail.attachments or mail.defects or not mail.source.get_payload(), (
            path.name
        )


@pytest.mark.skipif(not BOUNCES, reason="the collections do not lie beside the project")
def test_every_bounce_is_known_and_none_is_answered() -> None:
    wrong = []
    for path in BOUNCES:
        found = classify(parse(path.read_bytes()))
        if found.may_answer or found.kind in (Kind.PERSON, Kind.LIST, Kind.LOOP):
            wrong.append((path.name, found.reason))
    assert wrong == []
