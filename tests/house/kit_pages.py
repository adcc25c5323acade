"""Pages that use every part of the kit, drawn by the template engine and handed to the browser."""

import mimetypes
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from django import forms
from django.template import engines
from django.utils import timezone
from playwright.sync_api import Route

from tests.house.code import ROOT

PAGES = ("agent", "ticket", "settings", "portal", "sign")
ADDRESS = "http://localhost:9"
NONCE = "abc"
POLICY = (
    f"default-src 'self'; script-src 'self'; style-src 'self' 'nonce-{NONCE}'; img-src 'self' data:;"
    " connect-src 'self'; form-action 'self'"
)
SUBJECTS = (
    "Mail bounces since the IP change on mx2",
    "Abuse report: phishing page under /wp-content/",
    "Backup of Sunday is missing two tables",
    "Donaudampfschifffahrtsgesellschaftskapitänspatentverlängerung, and much more that does not fit in here",
)


class KitForm(forms.Form):
    subject = forms.CharField(help_text="One line")
    body = forms.CharField(widget=forms.Textarea, required=False)
    kind = forms.ChoiceField(choices=[("a", "Alpha"), ("b", "Beta")], widget=forms.RadioSelect)
    many = forms.MultipleChoiceField(
        choices=[("1", "One"), ("2", "Two")], widget=forms.CheckboxSelectMultiple
    )
    group = forms.ChoiceField(choices=[("", "Choose"), ("1", "Front Line")])
    ok = forms.BooleanField(required=False, help_text="Said in one line")
    password = forms.CharField(widget=forms.PasswordInput, required=False)
    upload = forms.FileField(required=False)


def _row(index: int) -> dict[str, Any]:
    return {
        "subject": SUBJECTS[index % 4],
        "css": ("unread", "", "unread sel cur", "")[index] if index < 4 else "",
        "sel": index == 2,
        "status": ("active", "waiting", "follow", "closed")[index % 4],
        "priority": ("urgent", "high", "normal", "low")[index % 4],
        "at": timezone.now() - timedelta(minutes=8 + index * 300),
        "left": (-720, 600, 3000, 9000)[index % 4],
    }


def _nav() -> list[dict[str, Any]]:
    return [
        {"url": "#", "icon": "inbox", "label": "Tickets", "current": True, "tab": True},
        {
            "url": "#",
            "icon": "message-2",
            "label": "Chats",
            "badge": 3,
            "badge_label": "3 waiting",
            "tab": True,
        },
        {"url": "#", "icon": "settings", "label": "Settings", "end": True, "tab": True},
    ]


def _sections() -> list[dict[str, Any]]:
    group = {"url": "#", "label": "Front Line", "count": 37}
    return [
        {
            "label": "",
            "entries": [{"url": "#", "icon": "user", "label": "My tickets", "count": 18, "hot": True}],
        },
        {"label": "Departments", "entries": [{"label": "Support", "current": True, "children": [group]}]},
    ]


def draw(name: str, **prefs: object) -> str:
    """One of PAGES."""
    ann = SimpleNamespace(is_authenticated=True, pk=7, display_name="Ann Keller")
    context = {
        "request": SimpleNamespace(csp_nonce=NONCE, user=ann),
        "csrf_token": "token",
        "prefs": prefs,
        "site": {"name": "Northwind Hosting"},
        "nav": _nav(),
        "nav_tree": _sections(),
        "sections": _sections(),
        "nav_portal": [
            {"url": "#", "label": "Help centre", "current": True},
            {"url": "#a", "label": "My tickets"},
        ],
        "rows": [_row(index) for index in range(14)],
        "form": KitForm({"subject": "", "kind": "b"}),
        "form2": KitForm(),
        "steps": [
            {"state": "ok", "label": "port answers", "end": "3 ms"},
            {"state": "bad", "label": "Sign-in"},
        ],
        "stream_url": "/stream-ticket" if name == "agent" else "",
    }
    text = (Path(__file__).parent / "kit" / f"{name}.txt").read_text()
    return engines["django"].from_string(text).render(context)


class Kit:
    """Answers the browser's requests; keeps what was posted, by path."""

    def __init__(self, **prefs: object) -> None:
        self.prefs = prefs
        self.posted: list[tuple[str, str]] = []
        self.streams: list[str] = []

    def __call__(self, route: Route) -> None:
        path, _, query = route.request.url.removeprefix(ADDRESS).split("#")[0].partition("?")
        if route.request.method == "POST":
            self.posted.append((path, (route.request.post_data_buffer or b"").decode(errors="replace")))
            answers = {"/upload": {"id": 5}, "/draft": {"saved": "10:29"}, "/stream-ticket": {"ticket": "t"}}
            route.fulfill(json=answers.get(path, {}))
        elif path == "/stream":
            self.streams.append(query)
            message = 'id: 41\ndata: {"name": "ticket.changed", "channel": "ticket:5", "data": {"id": 5}}\n\n'
            route.fulfill(body=message, content_type="text/event-stream")
        elif path.startswith("/static/"):
            kind = mimetypes.guess_type(path)[0] or "application/octet-stream"
            route.fulfill(path=ROOT / path.strip("/"), content_type=kind)
        elif path.strip("/") in PAGES:
            page = draw(path.strip("/"), **self.prefs)
            headers = {"Content-Security-Policy": POLICY}
            route.fulfill(body=page, content_type="text/html; charset=utf-8", headers=headers)
        else:
            route.fulfill(status=404, body="")
