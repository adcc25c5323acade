"""What the tests of the pages of rules share: browsers, rules, and the form as a browser would post it."""

from html.parser import HTMLParser
from typing import Any

from django.test import Client

from accounts.models import User
from common.actor import SYSTEM
from events import services
from events.drafts import RuleDraft
from events.models import Rule

CREATED = 502000
LOG = {"id": "log1", "type": "log_file", "params": {"file": "vip"}, "once": False, "every_minutes": 0}
MAIL = {
    "id": "mail1",
    "type": "send_mail",
    "params": {"address": "boss@northwind.example", "subject": "Look", "body": "#SUBJECT#"},
    "once": False,
    "every_minutes": 0,
}
VIP = {
    "all": [
        {"key": "subject", "op": "contains", "value": "vip"},
        {
            "any": [
                {"key": "tags", "op": "is", "value": "gold"},
                {"key": "weekday", "op": "one_of", "value": ["6"]},
            ]
        },
    ]
}


def browser_of(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="accounts.backends.PasswordBackend")
    return client


def make_rule(name: str = "VIP first", **values: Any) -> Rule:
    """A rule for everybody, or of `owner`."""
    owner: User | None = values.pop("owner", None)
    parts: dict[str, Any] = {
        "name": name,
        "event_id": CREATED,
        "conditions": VIP,
        "actions": [MAIL if owner else LOG],
        "level": "agent" if owner else "system",
        "owner_id": owner.pk if owner else None,
    }
    draft = RuleDraft(**parts | values)
    return services.create_rule(draft, actor=SYSTEM)


class _Form(HTMLParser):
    """Reads the fields of the rule's form as a browser would send them."""

    def __init__(self) -> None:
        super().__init__()
        self.fields: list[tuple[str, str]] = []
        self.inside = False
        self.select: tuple[str, list[tuple[str, bool]]] | None = None
        self.area: tuple[str, list[str]] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.inside = found.get("id") == "rule-form"
        mine = (self.inside and "form" not in found) or found.get("form") == "rule-form"
        name = found.get("name", "")
        if tag == "option" and self.select:
            self.select[1].append((found.get("value", ""), "selected" in found))
        if not mine or not name:
            return
        if tag == "select":
            self.select = (name, [])
        elif tag == "textarea":
            self.area = (name, [])
        elif tag == "input" and (found.get("type") not in {"checkbox", "radio"} or "checked" in found):
            self.fields.append((name, found.get("value", "on" if found.get("type") == "checkbox" else "")))

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.inside = False
        if tag == "select" and self.select:
            name, options = self.select
            chosen = [value for value, is_selected in options if is_selected] or [
                options[0][0] if options else ""
            ]
            self.fields += [(name, value) for value in chosen]
            self.select = None
        if tag == "textarea" and self.area:
            self.fields.append((self.area[0], "".join(self.area[1])))
            self.area = None

    def handle_data(self, data: str) -> None:
        if self.area:
            self.area[1].append(data)


def form_of(html: str) -> dict[str, list[str]]:
    """The fields of the editor."""
    parser = _Form()
    parser.feed(html)
    found: dict[str, list[str]] = {}
    for name, value in parser.fields:
        found.setdefault(name, []).append(value)
    found.pop("csrfmiddlewaretoken", None)
    return found
