"""A browser without scripts: it sends pages of the portal's form back as they were drawn."""

import re
from html import unescape
from typing import Any

from django.test import Client


class Browser:
    """Sends a page as it was drawn, with what a person fills in. It knows no scripts."""

    def __init__(self, client: Client, address: str = "/submit") -> None:
        self.client = client
        self.page = client.get(address).content.decode()

    @property
    def fields(self) -> dict[str, Any]:
        """What the page's form holds."""
        form = self.page[self.page.index('enctype="multipart/form-data"') :]
        form = form[: form.index("</form>")]
        found: dict[str, Any] = {}
        for tag in re.findall(r"<input[^>]*>", form):
            kind, name = _of(tag, "type"), _of(tag, "name")
            if not name or kind == "file" or (kind in ("radio", "checkbox") and " checked" not in tag):
                continue
            found.setdefault(name, []).append(_of(tag, "value"))
        for tag, body in re.findall(r"<textarea([^>]*)>\n?(.*?)</textarea>", form, re.S):
            found[_of(tag, "name")] = unescape(body)
        for tag, body in re.findall(r"<select([^>]*)>(.*?)</select>", form, re.S):
            chosen = re.findall(r'<option value="([^"]*)" selected', body)
            found[_of(tag, "name")] = [unescape(one) for one in chosen] or [""]
        return found

    def send(self, go: str, **typed: Any) -> int:
        answer = self.client.post("/submit", {**self.fields, **typed, "go": go}, follow=True)
        self.page = answer.content.decode()
        return answer.status_code

    @property
    def step(self) -> str:
        found = re.search(r'<li class="now"[^>]*>(?:<svg.*?</svg>)?\s*(.*?)</li>', self.page)
        return found[1] if found else ""


def _of(tag: str, name: str) -> str:
    found = re.search(rf'\b{name}="([^"]*)"', tag)
    return unescape(found[1]) if found else ""
