"""Signed texts: any changed byte is refused, and noise of mails is not a change."""

import textwrap
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from licensing.errors import (
    NotAnAnswerError,
    NotAPaperError,
    PaperError,
    TamperedError,
    UnknownLicensorError,
)
from licensing.licensor import Folder
from licensing.papers import (
    AnswerFacts,
    Edition,
    KeyFacts,
    answer_file,
    in_lines,
    known_licensors,
    licensor_id,
    read_answer,
    read_key,
)
from tests.licensing.conftest import sold

PRIVATE = Ed25519PrivateKey.generate()
KNOWN = {licensor_id(PRIVATE.public_key()): PRIVATE.public_key().public_bytes_raw()}
NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
KEY = KeyFacts("AAAA-BBBB-CCCC-DDDD", 7, Edition.ENTERPRISE, 25, False, "Blåbær & Søn", None, None, NOW)
ANSWER = AnswerFacts("a1", KEY.id, "active", "nonce", "d" * 16, "e" * 16, NOW, 30)
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_."


def test_a_key_says_what_was_sold() -> None:
    text = KEY.sealed(PRIVATE)
    read = read_key(text, KNOWN)
    assert replace(read, licensor="", text="") == KEY
    assert read.text == text


def test_a_key_may_come_in_a_mail() -> None:
    text = KEY.sealed(PRIVATE)
    mailed = textwrap.indent(in_lines(text, 40), "> ").replace("\n", "\r\n")
    framed = f"-----BEGIN LICENCE KEY-----\n{mailed}\n-----END LICENCE KEY-----\n\ufeff"
    assert read_key(framed, KNOWN).text == text


def test_no_changed_character_of_a_key_is_let_through() -> None:
    """Also not one that would decode to the same bytes: the last character has bits to spare."""
    text = KEY.sealed(PRIVATE)
    for at in range(len(text)):
        for letter in LETTERS if at == len(text) - 1 else LETTERS[at % 64]:
            if letter != text[at]:
                with pytest.raises(PaperError):
                    read_key(text[:at] + letter + text[at + 1 :], KNOWN)


def test_a_changed_byte_of_what_is_said_is_called_tampering() -> None:
    word, said, signature = KEY.sealed(PRIVATE).split(".")
    other = replace(KEY, agents=26).sealed(PRIVATE).split(".")[1]
    with pytest.raises(TamperedError):
        read_key(f"{word}.{other}.{signature}", KNOWN)
    with pytest.raises(TamperedError):
        read_key(f"{word}.{said}.{signature[:-4]}", KNOWN)


def test_an_answer_never_passes_for_a_key() -> None:
    _, said, signature = KEY.sealed(PRIVATE).split(".")
    with pytest.raises(TamperedError):
        read_answer(f"HDANS1.{said}.{signature}", KNOWN)


def test_another_licensor_is_foreign() -> None:
    with pytest.raises(UnknownLicensorError):
        read_key(KEY.sealed(Ed25519PrivateKey.generate()), KNOWN)


@pytest.mark.parametrize("text", ["", "hello", "HDKEY2.x.y", "HDANS1.x.y", "x" * 50_000])
def test_what_is_no_key_is_said_to_be_none(text: str) -> None:
    with pytest.raises(NotAPaperError):
        read_key(text, KNOWN)


def test_an_answer_comes_as_text_or_as_a_file() -> None:
    text = ANSWER.sealed(PRIVATE)
    assert read_answer(text, KNOWN) == read_answer(answer_file(text), KNOWN)
    with pytest.raises(NotAnAnswerError):
        read_answer("[1, 2]", KNOWN)


def test_licensors_are_read_from_a_file_and_read_again(folder: Folder) -> None:
    key = sold(folder)
    assert read_key(key.text, known_licensors()).id == key.id
    folder.public_file.write_text("# nobody any more\n")
    assert known_licensors() == {}


def test_a_public_key_may_stand_in_the_setting_itself(folder: Folder, settings: object) -> None:
    settings.LICENSOR_KEYS = ["ed25519:rubbish", "/no/such/file", folder.public]  # type: ignore[attr-defined]
    assert len(known_licensors()) == 1


def test_a_licensor_is_made_once(folder: Folder) -> None:
    assert (folder.path / "private.key").stat().st_mode & 0o077 == 0
    with pytest.raises(Exception, match="exists already"):
        Folder.make(folder.path)
