"""Small files, functions and templates. The exceptions are checked in and may only shrink."""

import json
import statistics
from pathlib import Path

from tests.house.code import ROOT, functions, modules, templates

EXCEPTIONS = Path(__file__).with_name("size_exceptions.json")
FILE_LINES, FUNCTION_LINES, TEMPLATE_LINES = 300, 40, 150
HARD_FUNCTION_LINES = 100
MEDIAN_LINES, P90_LINES = 60, 250


def measured() -> dict[str, dict[str, int]]:
    """Everything that is larger than it should be, by kind and name."""
    sizes: dict[str, dict[str, int]] = {"files": {}, "functions": {}, "templates": {}}
    for module in modules():
        if module.lines > FILE_LINES:
            sizes["files"][module.name] = module.lines
        for function in functions(module):
            lines = (function.end_lineno or 0) - function.lineno + 1
            if lines > FUNCTION_LINES:
                sizes["functions"][f"{module.name}:{function.name}"] = lines
    for path in templates():
        lines = path.read_text().count("\n")
        if lines > TEMPLATE_LINES:
            sizes["templates"][str(path.relative_to(ROOT))] = lines
    return sizes


def allowed() -> dict[str, dict[str, int]]:
    known: dict[str, dict[str, int]] = json.loads(EXCEPTIONS.read_text())
    return known


def test_nothing_grows_past_its_size() -> None:
    grown = [
        f"{name}: {lines} lines, allowed {allowed()[kind].get(name, 'no exception')}"
        for kind, found in measured().items()
        for name, lines in found.items()
        if lines > allowed()[kind].get(name, 0)
    ]
    assert not grown, "\n".join(grown)


def test_exceptions_only_shrink() -> None:
    """An exception that is no longer needed, or larger than needed, must be taken back."""
    found = measured()
    loose = [
        f"{name}: exception {lines}, needed {found[kind].get(name, 0)}"
        for kind, known in allowed().items()
        for name, lines in known.items()
        if lines != found[kind].get(name, 0)
    ]
    assert not loose, "\n".join(loose)


def test_no_exception_is_past_the_hard_limit() -> None:
    assert all(lines <= HARD_FUNCTION_LINES for lines in allowed()["functions"].values())


def test_files_are_short_on_the_whole() -> None:
    sizes = sorted(module.lines for module in modules() if module.text.strip())
    assert statistics.median(sizes) <= MEDIAN_LINES
    assert sizes[int(len(sizes) * 0.9)] <= P90_LINES
