"""What the result of a test says, read from the page as a person would."""

import re
from dataclasses import dataclass
from html import unescape

from django.http import HttpResponse


@dataclass(frozen=True)
class Read:
    """`steps`: state and words of each line; `do`: the words under each heading."""

    good: bool
    title: str
    steps: list[tuple[str, str]]
    do: dict[str, str]

    @property
    def failed(self) -> str:
        """The line that failed."""
        return next(words for state, words in self.steps if state == "bad")


def _words(html: str) -> str:
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", html))).strip()


def result(answer: HttpResponse) -> Read:
    """Of the page that answers “Test connection”."""
    html = answer.content.decode()
    block = re.search(r'<div class="hd-result (good|bad)".*?</ol>(.*?)</div>\s*</div>', html, re.S)
    assert block, _words(html)[-2000:]
    title = re.search(r"<h3>(.*?)</h3>", block.group(0), re.S)
    assert title
    lines = re.findall(r'<li class="(\w+)">(.*?)</li>', block.group(0), re.S)
    terms = re.findall(r"<dt>(.*?)</dt><dd[^>]*>(.*?)</dd>", block.group(0), re.S)
    do = {_words(term): _words(said) for term, said in terms}
    return Read(block.group(1) == "good", _words(title.group(1)), [(s, _words(w)) for s, w in lines], do)
