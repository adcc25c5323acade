"""Every setting the environment can give is described; nothing else reads the environment."""

import ast
import re

from tests.house.code import ROOT, imports, modules

DOCUMENT = ROOT / "docs" / "settings.md"
READERS = {"str", "bool", "int", "float", "list", "db", "url", "json", "key_from"}


def environment_names() -> set[str]:
    """First arguments of `env.int("…")`, `key_from("…")` and the like in helpdesk/settings."""
    found = set()
    for module in modules():
        if not module.name.startswith("helpdesk/settings/"):
            continue
        for node in ast.walk(module.tree):
            if not isinstance(node, ast.Call) or not node.args:
                continue
            called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            first = node.args[0]
            if called in READERS and isinstance(first, ast.Constant) and isinstance(first.value, str):
                found.add(first.value)
    return found


def documented_names() -> set[str]:
    return set(re.findall(r"^\| `([A-Z0-9_]+)` \|", DOCUMENT.read_text(), re.M))


def test_every_setting_is_documented() -> None:
    assert "DATABASE_URL" in environment_names()
    assert environment_names() - documented_names() == set()


def test_no_document_speaks_of_a_setting_that_is_gone() -> None:
    assert documented_names() - environment_names() == set()


def test_only_settings_read_the_environment() -> None:
    """Processes that start others may hand the environment on; they are named here."""
    allowed = ("helpdesk/settings/", "helpdesk/serve", "helpdesk/celery.py", "helpdesk/asgi.py")
    wrong = [
        f"{module.name}:{line}"
        for module in modules()
        if not module.name.startswith(allowed) and "/management/commands/" not in module.name
        for name, line in imports(module)
        if name in {"os.environ", "os.getenv", "environ"}
    ]
    wrong += [
        f"{module.name}:{node.lineno}"
        for module in modules()
        if not module.name.startswith(allowed) and "/management/commands/" not in module.name
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Attribute) and node.attr in {"environ", "getenv"}
    ]
    assert not wrong, "\n".join(wrong)
