"""Nothing that belongs to one machine or to one person is committed."""

import re

import pytest

from tests.house.code import ROOT, files

TEXT_LIMIT = 3_000_000
# put together at run time, so that this file does not match itself
FORBIDDEN = {
    "a path of a developer's machine": re.compile(
        "/(?:" + "|".join(["ro" + "ot", "ho" + "me", "wo" + "rk"]) + r")/\w"
    ),
    "the host of a package registry": re.compile(
        "|".join(
            [
                "py" + r"pi\.org",
                "pythonho" + r"sted\.org",
                "registry\\.npm" + r"js\.org",
                r"/simple/" + "[a-z]",
            ]
        )
    ),
    "a private key": re.compile("-----BEGIN [A-Z ]*PRIVATE " + "KEY-----"),
    "a lock file with addresses": re.compile(r"^source = \{ " + "registry", re.M),
}
# vendored files and mail samples are other people's text
OTHERS = ("static/vendor/", "tests/mail/samples/")


def texts() -> list[tuple[str, str]]:
    found = []
    for path in files():
        name = str(path.relative_to(ROOT))
        if name.startswith(OTHERS) or path.stat().st_size > TEXT_LIMIT:
            continue
        try:
            found.append((name, path.read_text()))
        except UnicodeDecodeError:
            continue
    return found


@pytest.mark.parametrize("what", FORBIDDEN)
def test_no_file_holds(what: str) -> None:
    wrong = [f"{name}: {match.group(0)}" for name, text in texts() if (match := FORBIDDEN[what].search(text))]
    assert not wrong, "\n".join(wrong)


def test_no_uv_lock() -> None:
    assert not (ROOT / "uv.lock").exists()


def test_requirements_are_hashed() -> None:
    for path in (ROOT / "requirements").glob("*.txt"):
        pins = re.findall(r"^[a-z0-9].*==", path.read_text(), re.M | re.I)
        hashes = path.read_text().count("--hash=sha256:")
        assert pins, path.name
        assert hashes >= len(pins), path.name


def test_every_app_has_tests() -> None:
    """Tests mirror the apps."""
    apps = {path.relative_to(ROOT).parts[0] for path in files() if path.name == "apps.py"}
    tests = [path.relative_to(ROOT / "tests") for path in files() if path.is_relative_to(ROOT / "tests")]
    tested = {path.parts[0] for path in tests if path.match("*/test_*.py")}
    assert apps - tested - {"helpdesk"} == set()
