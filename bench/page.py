"""What a page asks for by itself once it is loaded, and the fields of its forms."""

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser


@dataclass
class Page(HTMLParser):
    """Forms' hidden values, links, and the requests that the page's own scripts make at once."""

    fields: dict[str, str] = field(default_factory=dict)
    links: list[str] = field(default_factory=list)
    loads: list[tuple[str, str, dict[str, str]]] = field(default_factory=list)
    pings: list[tuple[str, dict[str, str]]] = field(default_factory=list)

    def __init__(self, html: str) -> None:
        super().__init__()
        self.fields, self.links, self.loads, self.pings = {}, [], [], []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "input" and given.get("type") == "hidden" and "name" in given:
            self.fields.setdefault(given["name"], given.get("value", ""))
        if tag == "a" and "href" in given:
            self.links.append(given["href"])
        if tag == "iframe" and given.get("src", "").startswith("/"):
            self.loads.append(("GET", given["src"], {}))
        if "hx-get" in given and re.search(r"\b(load|revealed|intersect)\b", given.get("hx-trigger", "")):
            self.loads.append(("GET", given["hx-get"], {}))
        if "data-stream-url" in given and not given.get("data-stream-ticket"):
            channels = given.get("data-stream-channels", "").split()
            self.loads.append(
                ("POST", given["data-stream-url"], {"channel": channels[0] if channels else ""})
            )
        if "data-look-url" in given:
            values = {"writing": "0", "seq": given.get("data-seq", "")}
            self.pings.append((given["data-look-url"], values))
