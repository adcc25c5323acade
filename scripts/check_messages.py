"""Fails when a translation is missing, fuzzy, out of date, or not compiled.

Extracts the texts anew into a scratch folder, so a text that was added without `make messages` is found too.
"""

import subprocess
import sys
import tempfile
from pathlib import Path

import polib

ROOT = Path(__file__).resolve().parent.parent
LOCALE = ROOT / "locale"
APPS = (
    *("accounts", "clustering", "common", "customfields", "events"),
    *("helpdesk", "licensing", "mail", "organization", "providers", "tickets", "wizards"),
)
SHOWN = 20
Key = tuple[str | None, str]


def sources() -> list[Path]:
    """Everything that may hold texts, as makemessages sees it."""
    python = [path for app in APPS for path in (ROOT / app).rglob("*.py") if "migrations" not in path.parts]
    return sorted([*python, *(ROOT / "templates").rglob("*.html"), *(ROOT / "templates").rglob("*.txt")])


def extracted() -> set[Key]:
    """The texts that are in the code and templates now."""
    with tempfile.TemporaryDirectory() as scratch:
        work = Path(scratch)
        (work / "locale").mkdir()
        for path in sources():
            target = work / path.relative_to(ROOT)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(path.read_bytes())
        command = ["django-admin", "makemessages", "--locale=de", "--no-obsolete", "--no-location"]
        program = [sys.executable, "-m", "django", *command[1:]]
        subprocess.run(program, cwd=work, check=True, capture_output=True)
        made = work / "locale" / "de" / "LC_MESSAGES" / "django.po"
        return {(entry.msgctxt, entry.msgid) for entry in polib.pofile(str(made))} if made.exists() else set()


def complaints(catalogue: Path, wanted: set[Key]) -> list[str]:
    entries = [entry for entry in polib.pofile(str(catalogue)) if not entry.obsolete]
    known = {(entry.msgctxt, entry.msgid) for entry in entries}
    found = [f"not in the catalogue: {text!r}" for _, text in sorted(wanted - known, key=str)]
    found += [f"not translated: {entry.msgid!r}" for entry in entries if not entry.translated()]
    compiled = catalogue.with_suffix(".mo")
    if not compiled.exists():
        return [*found, f"{compiled.name} is missing"]
    words = {
        (e.msgctxt, e.msgid): e.msgstr or e.msgstr_plural for e in polib.mofile(str(compiled)) if e.msgid
    }
    stale = [
        entry.msgid
        for entry in entries
        if entry.translated()
        and words.get((entry.msgctxt, entry.msgid)) != (entry.msgstr or entry.msgstr_plural)
    ]
    return found + [f"compiled file is out of date: {text!r}" for text in stale]


def main() -> int:
    catalogues = sorted(LOCALE.glob("*/LC_MESSAGES/django.po"))
    if not catalogues:
        print("No translations yet.")
        return 0
    wanted = extracted()
    bad = 0
    for catalogue in catalogues:
        found = complaints(catalogue, wanted)
        bad += len(found)
        name = catalogue.relative_to(ROOT)
        print(f"{name}: {len(found) or 'nothing'} to mend" + (" (make messages)" if found else ""))
        for line in found[:SHOWN]:
            print(f"  {line}")
    return int(bad > 0)


if __name__ == "__main__":
    raise SystemExit(main())
