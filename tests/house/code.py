"""What the house-rule tests look at: the product's own files, parsed once."""

import ast
import subprocess
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
# top floor first; a neighbour on the same floor would stand in the same tuple
FLOORS: tuple[tuple[str, ...], ...] = (
    ("helpdesk",),
    ("wizards",),
    ("tickets",),
    ("mail", "providers"),
    ("organization",),
    ("accounts",),
    ("events",),
    ("customfields", "licensing"),
    ("clustering",),
    ("common",),
)
APPS = frozenset(app for floor in FLOORS for app in floor)


@dataclass(frozen=True)
class Module:
    path: Path
    text: str

    @property
    def name(self) -> str:
        return str(self.path.relative_to(ROOT))

    @property
    def app(self) -> str:
        return self.path.relative_to(ROOT).parts[0]

    @property
    def part(self) -> str:
        """The anatomical part this file belongs to: `views` for tickets/views/agent.py."""
        return self.path.relative_to(ROOT).parts[1].removesuffix(".py")

    @property
    def lines(self) -> int:
        return self.text.count("\n")

    @property
    def tree(self) -> ast.Module:
        return _parse(self.text)


@cache
def _parse(text: str) -> ast.Module:
    return ast.parse(text)


def floor(app: str) -> int:
    """0 for the top floor."""
    return next(level for level, apps in enumerate(FLOORS) if app in apps)


def files() -> list[Path]:
    """Every file that is or would be committed."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    listed = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    return sorted({ROOT / name for name in listed.split("\0") if name and (ROOT / name).is_file()})


@cache
def modules() -> tuple[Module, ...]:
    """The product's Python files, migrations left out."""
    return tuple(
        Module(path, path.read_text())
        for path in files()
        if path.suffix == ".py" and path.relative_to(ROOT).parts[0] in APPS and "migrations" not in path.parts
    )


def templates() -> list[Path]:
    return [path for path in files() if "templates" in path.parts and path.suffix in {".html", ".txt"}]


def imports(module: Module) -> list[tuple[str, int]]:
    """Names a file imports, with their lines; relative imports do not occur in the product."""
    found: list[tuple[str, int]] = []
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Import):
            found += [(alias.name, node.lineno) for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            found += [(f"{node.module or ''}.{alias.name}", node.lineno) for alias in node.names]
    return found


def functions(module: Module) -> list[ast.FunctionDef | ast.AsyncFunctionDef]:
    return [n for n in ast.walk(module.tree) if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef)]
