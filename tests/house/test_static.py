"""The vendored and the built assets are what they say they are."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from scripts import build_static
from tests.house.code import ROOT

STATIC = ROOT / "static"
SHEETS = sorted(path for path in (STATIC / "css").glob("*.css") if path.name != "all.css")
SCRIPTS = sorted((STATIC / "js").glob("*.js"))
ICONS = {path.stem for path in (STATIC / "icons" / "svg").glob("*.svg")}
PHYSICAL = re.compile(
    r"^\s*(?:margin|padding|border)-(?:left|right|top|bottom)|^\s*(?:left|right|top|bottom|width|height):"
    r"|text-align: (?:left|right)|float: (?:left|right)",
    re.M,
)
ICON_TAG = re.compile(r"\{%\s*icon\s+\"([a-z0-9-]+)\"")
ICON_ARGUMENT = re.compile(r"\bicon=\"([a-z0-9-]+)\"")
IMPORT = re.compile(r"^import .*?\"(\./[a-z-]+\.js)\";$", re.M)


def test_built_files_are_up_to_date() -> None:
    stale = [path.name for path, text in build_static.built().items() if path.read_text() != text]
    assert not stale, f"run python scripts/build_static.py: {stale}"


def test_a_stale_sheet_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(build_static, "SHEETS", build_static.SHEETS[:-1])
    with pytest.raises(SystemExit, match="forced"):
        build_static.stylesheet()


def test_no_source_maps() -> None:
    """Hashed storage would look for files that are not there."""
    served = [path for path in STATIC.rglob("*") if path.suffix in (".css", ".js")]
    assert served
    assert not [path.name for path in served if "sourceMappingURL" in path.read_text()]


def test_every_vendored_folder_has_its_licence_and_its_line() -> None:
    words = (STATIC / "vendor" / "README.md").read_text()
    folders = [path for path in (STATIC / "vendor").iterdir() if path.is_dir()]
    assert len(folders) >= 6
    for folder in folders:
        assert (folder / "LICENSE").is_file(), folder.name
        assert f"`{folder.name}/`" in words, folder.name


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda path: path.stem)
def test_sheets_use_logical_properties_and_no_imports(sheet: Path) -> None:
    text = sheet.read_text()
    assert "@import" not in text
    assert not PHYSICAL.findall(text), "write inline/block properties: one sheet serves both directions"


def test_files_that_sheets_name_exist() -> None:
    for sheet in STATIC.rglob("*.css"):
        for name in re.findall(r"url\(\s*[\"']?((?!data:)[^)\"'#]+)", sheet.read_text()):
            assert (sheet.parent / name).is_file(), f"{sheet.name}: {name}"


def _used_icons() -> dict[str, str]:
    places = [*ROOT.glob("templates/**/*.html"), *ROOT.glob("*/templates/**/*.html"), *ROOT.glob("*/**/*.py")]
    found = {}
    for path in places:
        if ".venv" in path.parts or path.is_relative_to(ROOT / "tests"):
            continue
        text = path.read_text()
        for name in ICON_TAG.findall(text) + ICON_ARGUMENT.findall(text):
            found[name] = str(path.relative_to(ROOT))
    return found


def test_every_icon_in_use_is_in_the_sprite() -> None:
    used = _used_icons()
    assert "chevron-right" in used
    assert not {name: place for name, place in used.items() if name not in ICONS}


def test_scripts_import_only_what_is_there() -> None:
    for script in SCRIPTS:
        for name in IMPORT.findall(script.read_text()):
            assert (script.parent / name).is_file(), f"{script.name}: {name}"


def test_building_again_changes_nothing() -> None:
    before = {path: path.read_bytes() for path in build_static.built()}
    subprocess.run([sys.executable, build_static.__file__], check=True, capture_output=True)
    assert {path: path.read_bytes() for path in before} == before
