"""The check of the translations notices what it is there for."""

from pathlib import Path

import polib
import pytest

from scripts.check_messages import Key, complaints, extracted

Wanted = set[Key]
WANTED: Wanted = {(None, "Close"), (None, "Reply")}


@pytest.fixture
def catalogue(tmp_path: Path) -> Path:
    """A complete and compiled catalogue of two texts."""
    path = tmp_path / "django.po"
    file = polib.POFile()
    file.metadata = {"Content-Type": "text/plain; charset=utf-8"}
    file.append(polib.POEntry(msgid="Close", msgstr="Schließen"))
    file.append(polib.POEntry(msgid="Reply", msgstr="Antworten"))
    file.save(str(path))
    file.save_as_mofile(str(path.with_suffix(".mo")))
    return path


def change(path: Path, text: str, **values: str) -> None:
    file = polib.pofile(str(path))
    entry = file.find(text)
    assert entry
    for name, value in values.items():
        setattr(entry, name, value)
    file.save()


def test_a_complete_catalogue_passes(catalogue: Path) -> None:
    assert complaints(catalogue, WANTED) == []


def test_a_new_text_is_noticed(catalogue: Path) -> None:
    assert complaints(catalogue, WANTED | {(None, "Transfer")}) == ["not in the catalogue: 'Transfer'"]


def test_an_untranslated_text_is_noticed(catalogue: Path) -> None:
    change(catalogue, "Reply", msgstr="")
    assert complaints(catalogue, WANTED) == ["not translated: 'Reply'"]


def test_a_change_that_was_not_compiled_is_noticed(catalogue: Path) -> None:
    change(catalogue, "Reply", msgstr="Beantworten")
    assert complaints(catalogue, WANTED) == ["compiled file is out of date: 'Reply'"]


def test_a_missing_compiled_file_is_noticed(catalogue: Path) -> None:
    catalogue.with_suffix(".mo").unlink()
    assert complaints(catalogue, WANTED) == ["django.mo is missing"]


@pytest.mark.slow
def test_texts_of_code_and_templates_are_found() -> None:
    found = {text for _, text in extracted()}
    assert "Help desk" in found  # templates/base.html
    assert "German" in found  # helpdesk/settings
