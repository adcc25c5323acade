"""Templates hold no script and no style of their own: the content security policy would drop them."""

import re
from pathlib import Path

import pytest

from tests.house.code import ROOT, templates

PAGES = [path for path in templates() if path.suffix == ".html" and not {"mail", "email"} & set(path.parts)]
FORBIDDEN = {
    "inline script": re.compile(
        r"<script(?![^>]*\bsrc=)(?![^>]*type=[\"']application/(ld\+)?json)[^>]*>", re.I
    ),
    "style element without nonce": re.compile(r"<style(?![^>]*nonce)[^>]*>", re.I),
    "style attribute": re.compile(r"<[a-z][^>]*\sstyle\s*=", re.I | re.S),
    "inline handler": re.compile(r"<[a-z][^>]*\son[a-z]+\s*=", re.I | re.S),
    "script address": re.compile(r"javascript:", re.I),
    "address on another host": re.compile(r"(?:src|<link[^>]*href)\s*=\s*[\"']?(?:https?:)?//", re.I),
}


def without_comments(path: Path) -> str:
    text = re.sub(r"\{%\s*comment\b.*?%\}.*?\{%\s*endcomment\s*%\}", "", path.read_text(), flags=re.S)
    return re.sub(r"\{#.*?#\}|<!--.*?-->", "", text, flags=re.S)


@pytest.mark.parametrize("what", FORBIDDEN)
def test_templates_have_no(what: str) -> None:
    wrong = [str(path.relative_to(ROOT)) for path in PAGES if FORBIDDEN[what].search(without_comments(path))]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize(
    ("what", "sample"),
    [
        ("inline script", "<script>go()</script>"),
        ("style element without nonce", "<style>p{}</style>"),
        ("style attribute", '<p class="a" style="color:red">'),
        ("inline handler", '<button onclick="go()">'),
        ("script address", '<a href="javascript:go()">'),
        ("address on another host", '<script src="https://cdn.example/x.js">'),
    ],
)
def test_the_rules_see(what: str, sample: str) -> None:
    assert FORBIDDEN[what].search(sample)


# letters between tags that are neither markup nor a template tag
BARE = re.compile(r">([^<>{}]*[A-Za-z]{3,}[^<>{}]*)<")


def bare_texts(path: Path) -> list[str]:
    text = without_comments(path)
    text = re.sub(r"\{%\s*blocktrans(?:late)?\b.*?\{%\s*endblocktrans(?:late)?\s*%\}", "", text, flags=re.S)
    text = re.sub(r"<(script|style)\b.*?</\1>", "", text, flags=re.S | re.I)
    # a command is typed as it stands, whatever the language
    text = re.sub(r"\{%\s*part \"code\".*?\{%\s*endpart\s*%\}", "", text, flags=re.S)
    text = re.sub(r"\{%.*?%\}|\{\{.*?\}\}", "", text, flags=re.S)
    return [" ".join(found.split()) for found in BARE.findall(text)]


def test_every_text_is_marked_for_translation() -> None:
    # keys on the keyboard are the same in every language
    same = {"Ctrl", "Esc", "Enter", "Shift", "Alt", "Tab"}
    wrong = [
        f"{path.relative_to(ROOT)}: {text}"
        for path in PAGES
        for text in bare_texts(path)
        if set(re.findall(r"[A-Za-z]{2,}", text)) - same
    ]
    assert not wrong, "\n".join(wrong)
