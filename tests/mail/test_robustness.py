"""Whatever the bytes are: a value comes out, and any database could store it."""

import json
import time
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mail.classify import classify
from mail.parsing import parse
from tests.mail.conftest import SAMPLES, letter

SOURCES = [path.read_bytes() for path in sorted(Path(SAMPLES).glob("*.eml"))]
PIECES = [
    b"\r\n", b"\n\n", b"\x00", b"\xff\xfe", b"--frontier", b"Content-Type: ", b"=?utf-8?b?",
    b"multipart/mixed; boundary=frontier", b"?=", b"base64", b"charset=", b"<", b">", b"\"", b"(", b":", b";",
    b"message/rfc822", b"begin 644 a",
]  # fmt: skip
CHANGES = st.lists(
    st.tuples(st.integers(0, 4000), st.integers(0, 40), st.sampled_from(PIECES) | st.binary(max_size=12)),
    max_size=8,
)


def storable(raw: bytes) -> None:
    mail = parse(raw)
    found = classify(mail)
    texts = [
        mail.subject,
        mail.text,
        mail.html,
        mail.new_text,
        mail.new_html,
        mail.quoted_text,
        mail.message_id,
    ]
    texts += [item.name for item in mail.attachments] + [item.content_type for item in mail.attachments]
    texts += [str(person) for person in (mail.sender, *mail.to, *mail.cc, *mail.reply_to)]
    texts += [json.dumps(found.data, ensure_ascii=False), *mail.in_reply_to, *mail.references]
    for text in texts:
        assert "\x00" not in text
        text.encode()
    assert len(mail.message_id) <= 255
    assert len(mail.subject) <= 500
    assert mail.size == len(raw)


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(source=st.sampled_from(SOURCES), changes=CHANGES)
def test_broken_mail_is_still_a_mail(source: bytes, changes: list[tuple[int, int, bytes]]) -> None:
    for at, length, piece in changes:
        at %= len(source) + 1
        source = source[:at] + piece + source[at + length :]
    storable(source)


@settings(max_examples=150, deadline=None)
@given(raw=st.binary(max_size=2000))
def test_noise_is_a_mail_too(raw: bytes) -> None:
    storable(raw)


def test_hostile_mail_costs_no_time() -> None:
    hostile = [
        b"To: " + b"(" * 200_000 + b"\n\nx",
        b"To: " + b"a@b.example, " * 50_000 + b"\n\nx",
        b"Subject: " + b"=?utf-8?q?a?= " * 50_000 + b"\n\nx",
        b"Content-Type: text/html\n\n" + b"<div>" * 200_000,
        b"Content-Type: text/html\n\n" + b"<table><tr><td>" * 30_000,
        b"\n\n" + b"begin 644 x\n" * 50_000,
        b"References: " + b"<a@b> " * 100_000 + b"\n\nx",
        b"Content-Type: multipart/mixed; boundary=a\n\n" + b"--a\n\n" * 100_000,
        b"\n\n" + b"On " * 100_000,
        b"A: b\n" * 200_000 + b"\n\nx",
    ]
    for raw in hostile:
        started = time.process_time()
        storable(raw)
        assert time.process_time() - started < 10, raw[:40]


def test_small_mail_is_read_quickly() -> None:
    """Several hundred a second on one core; the bound is loose, for machines that are busy."""
    raw = letter().as_bytes()
    started = time.process_time()
    for _ in range(300):
        classify(parse(raw))
    assert 300 / (time.process_time() - started) > 250
