"""Joins static/css/*.css into static/css/all.css and static/icons/svg/*.svg into static/icons/sprite.svg.

Run it after a change to a style sheet or an icon; a test fails while the built files are stale.
"""

import re
import sys
from pathlib import Path

STATIC = Path(__file__).resolve().parent.parent / "static"

# The order of the cascade: tokens first, what adapts to the system last.
SHEETS = (
    *("tokens", "base", "button", "form", "layout", "rail", "nav", "tabbar", "thead", "avatar", "status"),
    *(
        "pill",
        "clock",
        "state",
        "file",
        "toast",
        "row",
        "bulk",
        "mini",
        "msg",
        "frame",
        "editor",
        "panel",
        "track",
    ),
    *(
        "chat",
        "page",
        "table",
        "rule",
        "rules",
        "provider",
        "check",
        "report",
        "menu",
        "dialog",
        "palette",
        "notifications",
    ),
    *(
        "offline",
        "wizard",
        "setup",
        "portal",
        "portal-steps",
        "article",
        "sign-in",
        "pick",
        "workspace",
        "cells",
        "account",
        "work",
        "outside",
        "mail",
        "fields",
        "licence",
        "forced",
    ),
)
SVG = re.compile(r"<svg(?P<attributes>[^>]*)>(?P<body>.*)</svg>", re.S)


def stylesheet() -> str:
    """All style sheets in one, in the order of SHEETS."""
    folder = STATIC / "css"
    found = {path.stem for path in folder.glob("*.css")} - {"all"}
    if found != set(SHEETS):
        raise SystemExit(f"Not in both the folder and SHEETS: {sorted(found ^ set(SHEETS))}")
    parts = [f"/* {name}.css */\n{(folder / f'{name}.css').read_text().strip()}\n" for name in SHEETS]
    return "\n".join(parts)


def sprite() -> str:
    """All icons as symbols, named i-<file name>."""
    symbols = []
    for path in sorted((STATIC / "icons" / "svg").glob("*.svg")):
        match = SVG.search(path.read_text())
        if match is None:
            raise SystemExit(f"{path.name} is not an SVG file")
        attributes = match["attributes"].replace(' xmlns="http://www.w3.org/2000/svg"', "")
        body = re.sub(r"\s*\n\s*", "", match["body"])
        symbols.append(f'<symbol id="i-{path.stem}"{attributes}>{body}</symbol>')
    return '<svg xmlns="http://www.w3.org/2000/svg">\n' + "\n".join(symbols) + "\n</svg>\n"


def built() -> dict[Path, str]:
    """The generated files and what has to stand in them."""
    return {STATIC / "css" / "all.css": stylesheet(), STATIC / "icons" / "sprite.svg": sprite()}


def main() -> None:
    for path, text in built().items():
        path.write_text(text)
        sys.stdout.write(f"{path.relative_to(STATIC.parent)}: {len(text)} characters\n")


if __name__ == "__main__":
    main()
